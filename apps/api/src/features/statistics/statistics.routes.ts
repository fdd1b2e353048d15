import { Router } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { PUBLIC_CACHE, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { sendVariant } from '../../http/variants.ts'
import { guardWholeIndex } from '../tokens/guard-whole-index.ts'
import { measureIndex } from './measure-index.ts'

/** A look at every project's row costs too much to be had for each upload. */
const KEEP_MS = 60_000

/** `/stats/`: how large the index is and which projects are the largest, as JSON for every `Accept`. */
export function createStatisticsRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true })
  const { db, config, reads } = deps
  router.all(
    '/stats',
    readApi(config),
    ...guardWholeIndex(config, identify),
    async (request, response) => {
      const clock = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
      const measure = async () => `${JSON.stringify(await measureIndex(db))}\n`
      const variants = await reads.get('statistics', clock.serial.toString(), measure, KEEP_MS)
      shareUnlessPrivate(response, PUBLIC_CACHE)
      sendVariant(request, response, variants!, 'application/json', {})
    },
  )
  return router
}
