/**
 * A source that cannot be read, in one line that may be shown (no credentials in it). `temporary`:
 * trying again can help.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly temporary: boolean
  /** Milliseconds that the source asks to wait. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    options: { temporary?: boolean; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.temporary = options.temporary ?? false
    this.retryAfterMs = options.retryAfterMs
  }
}
