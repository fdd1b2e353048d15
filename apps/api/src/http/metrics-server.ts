import { createServer, type Server } from 'node:http'
import type { Logger } from '../infra/logger.ts'
import type { Metrics } from '../infra/metrics.ts'

/**
 * `/metrics` and nothing else, on a listener of its own: what it tells is not for the visitors of
 * the site. Never listens by itself.
 */
export function createMetricsServer({ print }: Pick<Metrics, 'print'>, logger: Logger): Server {
  return createServer((request, response) => {
    const [path] = (request.url ?? '').split('?', 1)
    if (path !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 Not Found\n')
      return
    }
    print().then(
      ({ contentType, text }) => {
        response
          .writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' })
          .end(request.method === 'HEAD' ? undefined : text)
      },
      (error: unknown) => {
        logger.error({ err: error }, 'metrics failed')
        response.writeHead(500, { 'content-type': 'text/plain' }).end('500 Metrics failed\n')
      },
    )
  })
}
