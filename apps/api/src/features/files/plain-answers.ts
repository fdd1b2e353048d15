import type { Response } from 'express'

/** A refusal that nobody keeps, without the headers that describe a file. */
export function answerPlain(response: Response, status: number, text: string): void {
  for (const name of ['ETag', 'Content-Disposition', 'Content-Length', 'Surrogate-Key'])
    response.removeHeader(name)
  if (status !== 416) response.removeHeader('Content-Range')
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${status} ${text}\n`)
}

/** @param retryAfter seconds */
export function answerUnavailable(response: Response, why: string, retryAfter: number): void {
  response.set('Retry-After', String(retryAfter))
  answerPlain(response, 503, why)
}
