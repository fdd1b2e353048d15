/**
 * A refused upload. `message` is one line of printable Latin-1: clients show it from the status
 * line. `reason` is a slug for metrics and for programs.
 */
export class UploadRefusal extends Error {
  override readonly name = 'UploadRefusal'
  readonly status: number
  readonly reason: string
  readonly retryAfter: number | undefined

  constructor(status: number, reason: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

/** Text as it may stand in a status line. */
export function toLatin1Line(text: string): string {
  return text
    .replace(/[^\x20-\x7e\xa0-\xff]+/g, ' ')
    .trim()
    .slice(0, 500)
}
