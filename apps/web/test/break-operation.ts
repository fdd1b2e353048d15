import type { Endpoint } from '@wheelhouse/shared-types'
import { http, HttpResponse } from 'msw'
import { server } from './render-app.tsx'

/**
 * Makes an operation answer with a fault until the returned function is called. (`db.failNext`
 * fails one call only, and a screen may ask twice.)
 */
export function breakOperation({ method, path }: Endpoint, status = 500): () => void {
  let broken = true
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
  server.use(
    http[verb](`*${path.replaceAll(/\{([a-z]+)\}/gi, ':$1')}`, () =>
      broken ? new HttpResponse(null, { status }) : undefined,
    ),
  )
  return () => {
    broken = false
  }
}
