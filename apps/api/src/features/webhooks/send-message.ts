import type { OutboundAllowed } from '../../infra/outbound/outbound-rules.ts'
import { OutboundError, safeFetch } from '../../infra/outbound/safe-fetch.ts'

/** What became of one try. */
export type TryOutcome = {
  readonly isDelivered: boolean
  /** Of the answer; null where none came. */
  readonly status: number | null
  /** Why it counts as failed, in English. */
  readonly error: string | null
  /** Beginning of the answer's body. */
  readonly response: string | null
}

const TIMEOUT_MS = 10_000
/** An answer that is longer is not taken. */
const MOST_ANSWER_BYTES = 64 * 1024
const KEPT_ANSWER_BYTES = 1024

/** Posts a message once. Taken is what is answered with 2xx; nothing else is followed or believed. */
export async function sendMessage(
  url: string,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { allowed, timeoutMs = TIMEOUT_MS }: { allowed: OutboundAllowed; timeoutMs?: number },
): Promise<TryOutcome> {
  try {
    const answer = await safeFetch(url, {
      allowed,
      timeoutMs,
      method: 'POST',
      headers: { ...message.headers, 'Content-Type': 'application/json' },
      body: message.body,
      maxBytes: MOST_ANSWER_BYTES,
    })
    const { status } = answer
    const error = explain(status)
    return { isDelivered: error === null, status, error, response: beginningOf(answer.body) }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { isDelivered: false, status: null, error: error.message, response: null }
  }
}

function explain(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`
  return `answered ${status}, where only 2xx counts`
}

/** As text that can be stored and shown. */
function beginningOf(body: Buffer): string {
  const text = new TextDecoder().decode(body.subarray(0, KEPT_ANSWER_BYTES))
  return text.replaceAll('\0', '').toWellFormed()
}
