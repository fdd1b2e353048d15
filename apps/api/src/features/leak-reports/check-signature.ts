import { createHmac, timingSafeEqual, verify } from 'node:crypto'
import type { Request } from 'express'
import type { ReportKeys } from './report-keys.ts'

const KEY_HEADER = 'github-public-key-identifier'
const SIGNATURE_HEADER = 'github-public-key-signature'
/** `sha256=` and the HMAC-SHA256 of the body in hexadecimal, with the shared secret as its key. */
const SHARED_HEADER = 'x-leak-report-signature'

/** `unknown`: no header by which anybody known to us reports. */
export type SignatureVerdict = 'good' | 'bad' | 'unknown'

/**
 * Whether a body comes from a reporter: signed by ECDSA with P-256 and SHA-256 with one of the current
 * public keys, as GitHub's secret scanning does, or by HMAC with the secret that was agreed.
 * @throws Error when the list of keys cannot be read.
 */
export async function checkSignature(
  request: Request,
  body: Buffer,
  trusted: { keys: ReportKeys | undefined; secret: string | undefined },
): Promise<SignatureVerdict> {
  const identifier = request.get(KEY_HEADER)
  const signature = request.get(SIGNATURE_HEADER)
  if (trusted.keys !== undefined && identifier !== undefined && signature !== undefined) {
    const key = await trusted.keys.find(identifier)
    const details = key?.asymmetricKeyDetails?.namedCurve
    if (key === undefined || details !== 'prime256v1') return 'bad'
    return verify('sha256', body, key, Buffer.from(signature, 'base64')) ? 'good' : 'bad'
  }
  const shared = request.get(SHARED_HEADER)
  if (trusted.secret !== undefined && shared !== undefined) {
    const right = `sha256=${createHmac('sha256', trusted.secret).update(body).digest('hex')}`
    return isSame(right, shared) ? 'good' : 'bad'
  }
  return 'unknown'
}

function isSame(right: string, given: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
