import { ProblemError, type UPLOAD_MEDIA_TYPE } from '@wheelhouse/shared-types'
import type { Request } from 'express'
import type { Config } from '../config.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The origins that the app can be opened at: `PUBLIC_URL`, and on a laptop its loopback names. */
export function ownOrigins(config: Config): Set<string> {
  const { origin, port, protocol } = new URL(config.PUBLIC_URL)
  if (!config.isLocal) return new Set([origin])
  const suffix = port === '' ? '' : `:${port}`
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map(
    (host) => `${protocol}//${host}${suffix}`,
  )
  return new Set([origin, ...loopback])
}

/**
 * Refuses a request that another site made a browser send. With a session cookie an unsafe request
 * needs our exact `Origin`, else `Sec-Fetch-Site: same-origin`, and a body of the given type; without
 * a cookie a foreign `Origin` is refused all the same, so that nobody is signed in to somebody else's
 * account.
 * @param mediaType must be none that a page can send to another site without a CORS preflight, which
 *   is never answered here: JSON and `application/octet-stream` are not, a form and plain text are.
 * @throws ProblemError `cross_site` or `media_type`.
 */
export function refuseCrossSite(
  request: Request,
  own: Set<string>,
  hasCookie: boolean,
  mediaType: 'application/json' | typeof UPLOAD_MEDIA_TYPE = 'application/json',
): void {
  if (SAFE.has(request.method)) return
  const origin = request.get('origin')
  const fromHere =
    origin === undefined ? request.get('sec-fetch-site') === 'same-origin' : own.has(origin)
  if (origin === undefined ? hasCookie && !fromHere : !fromHere) {
    throw new ProblemError('cross_site', 'This request did not come from a page of this site')
  }
  if (hasBody(request) && !request.is(mediaType)) {
    throw new ProblemError('media_type', `Send the body with Content-Type: ${mediaType}`)
  }
}

/** Whether the headers announce a body. */
export function hasBody(request: Request): boolean {
  return (
    request.get('transfer-encoding') !== undefined ||
    Number(request.get('content-length') ?? '0') > 0
  )
}
