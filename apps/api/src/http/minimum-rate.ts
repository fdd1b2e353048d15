import type { RequestHandler } from 'express'
import { hasBody } from './same-origin.ts'

/** Every request may take this long before its rate counts. */
const GRACE_MS = 30_000
/** Bytes a second, on average, that a body must come with after that. */
const MINIMUM_RATE = 4 * 1024
const CHECK_MS = 5_000

/**
 * Deadlines for bodies in the place of Node's one `requestTimeout`, which cuts off honest slow
 * uploads: a body may take as long as it needs while it comes with a minimum rate. What comes slower
 * is ended with 408.
 */
export function minimumRate(): RequestHandler {
  return (request, response, next) => {
    if (!hasBody(request)) return next()
    const { socket } = request
    const started = Date.now()
    const before = socket.bytesRead
    const timer = setInterval(() => {
      const allowed = GRACE_MS + ((socket.bytesRead - before) / MINIMUM_RATE) * 1000
      if (Date.now() - started <= allowed) return
      clearInterval(timer)
      if (!response.headersSent) {
        response
          .status(408)
          .set({ Connection: 'close', 'Cache-Control': 'no-store' })
          .type('text/plain')
          .send('408 The request body came too slowly\n')
      }
      response.once('finish', () => socket.destroy())
      setTimeout(() => socket.destroy(), 1000).unref()
    }, CHECK_MS)
    const stop = () => {
      clearInterval(timer)
      socket.off('close', stop)
    }
    request.once('end', stop)
    request.once('close', stop)
    // A body that was refused unread has neither end nor close of its own.
    socket.once('close', stop)
    next()
  }
}
