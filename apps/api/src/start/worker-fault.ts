/** A worker could not start; one line for each fault. */
export class WorkerFault extends Error {
  override readonly name = 'WorkerFault'
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}
