import { Router } from 'express'
import type { Deps } from '../../deps.ts'
import { passes } from '../../infra/passes.ts'

/** Told by `main.ts` when the process is about to stop: traffic should go elsewhere. */
export type Lifecycle = { stopping: boolean }

/**
 * `/livez`: the process answers. `/readyz`: it can do its work (database, storage), and goes on to; if
 * not, what is wrong.
 */
export function createHealthRouter(deps: Deps, lifecycle: Lifecycle): Router {
  const router = Router()
  router.get('/livez', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [database, storage] = await Promise.all([
      passes(deps.database.pool.query('SELECT 1')),
      passes(deps.storage.check()),
    ])
    const ready = database && storage && !lifecycle.stopping
    const away = database ? undefined : deps.database.away()
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: ready ? 'ok' : lifecycle.stopping ? 'stopping' : 'failing',
        database: database ? 'ok' : 'failing',
        storage: storage ? 'ok' : 'failing',
        ...(away === undefined ? {} : { databaseAway: away }),
      })
  })
  return router
}
