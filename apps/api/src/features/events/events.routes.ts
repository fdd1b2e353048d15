import { pipeline } from 'node:stream/promises'
import * as endpoints from '@wheelhouse/shared-types'
import { Router } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { bind, type Binding } from '../../http/bind.ts'
import { forbidden, notAuthenticated } from '../../http/problems.ts'
import { exportEvents } from './export-events.ts'
import { listEvents } from './list-events.ts'

export const eventRoutes: readonly Binding[] = [bind(endpoints.listEvents, listEvents)]

/** The history as a file. Its answer is no JSON, so it is no operation of the contract. */
export function createEventExportRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ strict: true, caseSensitive: true })
  router.get(endpoints.EVENT_EXPORT_PATH, async (request, response) => {
    response.set('Cache-Control', 'no-store')
    const caller = await identify(request)
    if (caller.kind === 'anonymous') throw notAuthenticated()
    if (caller.kind === 'token') throw forbidden('An API token cannot do this; sign in instead')
    response.locals.actor = { kind: caller.kind, id: caller.user.id }
    const file = exportEvents(deps, request, response, caller)
    response.set({
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': 'attachment; filename="security-history.csv"',
    })
    await pipeline(file, response).catch((error: unknown) => {
      // Whoever stopped reading needs no answer; anything else has its headers sent already.
      deps.logger.warn({ err: error }, 'export of events broken off')
      response.destroy()
    })
  })
  return router
}
