import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { SANDBOX_POLICY, transportHeaders } from './security-headers.ts'

/** Headers of what programs of any origin may read: index pages, JSON, feeds. */
export const READ_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-PyPI-Last-Serial',
  'Content-Security-Policy': SANDBOX_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept, Accept-Encoding',
}

/** Shared caches may keep a public page. */
export const PUBLIC_CACHE = 'public, max-age=60, stale-while-revalidate=300, stale-if-error=86400'

/** What may be done with what is only read. */
export const READ_METHODS = 'GET, HEAD, OPTIONS'

/** Sets the headers, answers OPTIONS, and refuses what is neither GET nor HEAD. */
export function readApi(config: Pick<Config, 'PUBLIC_URL'>): RequestHandler {
  const headers = { ...READ_HEADERS, ...transportHeaders(config) }
  return (request, response, next) => {
    response.set(headers)
    if (request.method === 'OPTIONS') return answerPreflight(response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return answerNotAllowed(response)
    next()
  }
}

/** The gate of a private index has set `Cache-Control` already. */
export function shareUnlessPrivate(response: Response, cacheControl: string): void {
  if (response.get('Cache-Control') === undefined) response.set('Cache-Control', cacheControl)
}

/**
 * Also for what the caller may not see. A cache may give it to others without a token only: there may
 * be people for whom the same address is a page.
 */
export function answerNotFound(
  response: Response,
  body: { type: string; text: string } = { type: 'text/plain', text: '404 Not Found\n' },
): void {
  shareUnlessPrivate(response, 'public, max-age=10')
  response.vary('Authorization')
  response.status(404).type(body.type).send(body.text)
}

/** @param allow the methods that there are. */
export function answerNotAllowed(response: Response, allow: string = READ_METHODS): void {
  response.status(405).set('Allow', allow).type('text/plain').send('405 Method Not Allowed\n')
}

const ASKED_WITH = 'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since'

/** To a browser that asks before it lets a page of another site read. `more`: further headers that it may ask with. */
export function answerPreflight(response: Response, more?: string): void {
  response
    .status(204)
    .set({
      Allow: READ_METHODS,
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': more === undefined ? ASKED_WITH : `${ASKED_WITH}, ${more}`,
      'Access-Control-Max-Age': '86400',
    })
    .end()
}
