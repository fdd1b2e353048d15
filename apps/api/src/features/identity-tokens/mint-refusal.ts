/** Codes that clients of PyPI know (warehouse §3.6). */
export type MintRefusalCode =
  | 'invalid-payload'
  | 'not-enabled'
  | 'invalid-token'
  | 'invalid-publisher'
  | 'invalid-pending-publisher'
  | 'invalid-reuse-token'

/** Why an identity token is not exchanged; `message` says it to whoever reads the log of the run. */
export class MintRefusal extends Error {
  override readonly name = 'MintRefusal'
  readonly code: MintRefusalCode

  constructor(code: MintRefusalCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
