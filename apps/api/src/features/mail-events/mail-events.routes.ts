import { createHash, timingSafeEqual } from 'node:crypto'
import { Router, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import { readBody } from '../../http/read-body.ts'
import { refuseWhenReadOnly } from '../../http/read-only.ts'
import { applyMailEvent } from './apply-mail-event.ts'
import { readMailEvents } from './read-mail-events.ts'

const PATH = '/_/mail-events'
const MOST_BYTES = 1024 * 1024

/**
 * The door for whoever carries our mail: what came back, was held up or was called spam. The answer
 * is 204 whatever was known of the addresses, 401 without the secret, 400 for what is no event, 413
 * for too much, 404 where no secret is set.
 */
export function createMailEventRouter(deps: Deps): Router {
  const { config, logger } = deps
  const router = Router({ strict: true, caseSensitive: true })
  const { MAIL_EVENTS_SECRET: secret } = config
  if (secret === undefined) return router
  router.post(PATH, async (request, response) => {
    response.set('Cache-Control', 'no-store')
    if (!isBearer(request.get('authorization'), secret)) {
      response.set('WWW-Authenticate', 'Bearer')
      return say(response, 401, 'Send the secret of MAIL_EVENTS_SECRET as a bearer token')
    }
    refuseWhenReadOnly(config, request.method)
    const events = readMailEvents(await readBody(request, MOST_BYTES))
    if (events === undefined) {
      return say(
        response,
        400,
        'Send a list of {"kind", "address"}, or a notification of Amazon SES',
      )
    }
    let unverified = 0
    for (const event of events) if (await applyMailEvent(deps, event)) unverified += 1
    logger.info({ told: events.length, unverified }, 'mail events')
    void deps.outbox.flush()
    response.status(204).end()
  })
  return router
}

/** Compared by digest: in a time that tells nothing, whatever the lengths. */
function isBearer(header: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const given = /^bearer (.*)$/i.exec(header ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(secret))
}

function say(response: Response, status: number, words: string): void {
  response.status(status).type('text/plain').send(`${status} ${words}\n`)
}
