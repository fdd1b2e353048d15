import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'

/**
 * The built web app: assets with hashed names are kept for ever, and every other address that a
 * browser opens gets the one page, whose router knows the rest.
 */
export function createWebRouter(folder: string): Router {
  const page = readFileSync(join(folder, 'index.html'))
  const router = Router()
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
    (_request, response) => {
      response.status(404).type('text/plain').send('404 Not Found\n')
    },
  )
  router.use(express.static(folder, { index: false, maxAge: '1h', redirect: false }))
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    if (!request.accepts('html')) {
      response.status(404).type('text/plain').send('404 Not Found\n')
      return
    }
    response.set('Cache-Control', 'no-cache').type('html').send(page)
  })
  return router
}
