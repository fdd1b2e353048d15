/** A command that cannot do what was asked, for a reason that its user can mend. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
