import type { IncomingMessage, ServerResponse } from 'node:http'
import { SANDBOX_POLICY } from '../../http/security-headers.ts'
import { negotiateCoding, negotiateForm } from './negotiate.ts'
import type { CachedPage } from './page-cache.ts'

export const SIMPLE_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-PyPI-Last-Serial',
  'Content-Security-Policy': SANDBOX_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept, Accept-Encoding',
}

/** Shared caches may keep a public page. */
export const PUBLIC_CACHE = 'public, max-age=60, stale-while-revalidate=300, stale-if-error=86400'

/**
 * Ends a request for a simple page: negotiated form and coding, 304 when the client has it. Works on
 * bare `node:http` objects, because the hot path answers before Express is called; Express gives the
 * same answer through it. `more` are headers that depend on the installation and on the caller.
 */
export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  format?: string | null,
  more?: Readonly<Record<string, string>>,
): void {
  const { form, contentType } = negotiateForm(request, format)
  const coding = negotiateCoding(request, page.variants[form])
  const { body, etag } = page.variants[form][coding]!
  const headers: Record<string, string | number> = {
    ...SIMPLE_HEADERS,
    'Cache-Control': PUBLIC_CACHE,
    'X-PyPI-Last-Serial': page.serial.toString(),
    ETag: etag,
    ...more,
  }
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  headers['Content-Type'] = contentType
  headers['Content-Length'] = body.length
  if (coding !== 'identity') headers['Content-Encoding'] = coding
  response.writeHead(200, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** RFC 9110 §13.1.2, weak comparison. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag || header === '*') return true
  return header.split(',').some((part) => part.trim().replace(/^W\//, '') === etag)
}
