import type { Request, RequestHandler } from 'express'
import type { Metrics } from '../infra/metrics.ts'

const PREFIXES = new Set(['api', 'packages', 'simple', 'dev'])

/** Counts each answer under the pattern of its route: addresses would be without number. */
export function countRequests(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    response.once('close', () => {
      metrics.answered(routeOf(request), response.statusCode)
    })
    next()
  }
}

function routeOf(request: Request): string {
  const { path } = (request.route ?? {}) as { path?: unknown }
  if (typeof path === 'string') return path
  const first = request.originalUrl.split('/', 2)[1] ?? ''
  return PREFIXES.has(first) ? `/${first}/*` : 'other'
}
