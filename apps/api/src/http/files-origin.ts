import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import type { Config } from '../config.ts'

/**
 * Tells requests that come for the host of `FILES_URL` where that is an origin of its own: other
 * people's files are served there, so nothing else is. Undefined where there is no such host.
 */
export function filesOrigin({
  FILES_URL,
  PUBLIC_URL,
}: Pick<Config, 'FILES_URL' | 'PUBLIC_URL'>): ((request: IncomingMessage) => boolean) | undefined {
  const { host, port } = new URL(FILES_URL)
  if (host === new URL(PUBLIC_URL).host) return undefined
  // Some proxies name the port that goes without saying.
  const names = new Set(port === '' ? [host, `${host}:80`, `${host}:443`] : [host])
  return ({ headers }) => headers.host !== undefined && names.has(headers.host.toLowerCase())
}

/** Answers nothing but files to requests for the host of `FILES_URL`. */
export function serveFilesOnly(config: Config): RequestHandler {
  const isForFiles = filesOrigin(config)
  return (request, response, next) => {
    if (!isForFiles?.(request) || request.path.startsWith('/packages/')) return next()
    response
      .status(404)
      .set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
      .type('text/plain')
      .send('404 Only files are served here\n')
  }
}
