import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { answerNotFound, PUBLIC_CACHE, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { sendVariant } from '../../http/variants.ts'
import { guardWholeIndex } from '../tokens/guard-whole-index.ts'
import { makeSitemapIndex, makeSitemapPart } from './make-sitemap.ts'

const XML_TYPE = 'text/xml; charset=utf-8'
/** Search engines are in no hurry, and a part is fifty thousand rows. */
const KEEP_MS = 60_000

/** `/sitemap.xml` and the parts it names: the public projects, for search engines. */
export function createSitemapRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const guards = [readApi(deps.config), ...guardWholeIndex(deps.config, identify)]
  router.all('/sitemap.xml', ...guards, (request, response) =>
    answer(deps, request, response, 'sitemap', () => makeSitemapIndex(deps)),
  )
  router.all<{ part: string }>('/sitemap-:part.xml', ...guards, (request, response) => {
    const part = /^[1-9]\d{0,3}$/.test(request.params.part) ? Number(request.params.part) : 0
    if (part === 0) return answerNotFound(response)
    return answer(deps, request, response, `sitemap ${part}`, () => makeSitemapPart(deps, part))
  })
  return router
}

async function answer(
  { db, reads }: Deps,
  request: Request,
  response: Response,
  key: string,
  make: () => Promise<string | undefined>,
): Promise<void> {
  const clock = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
  const variants = await reads.get(key, clock.serial.toString(), make, KEEP_MS)
  if (variants === undefined) return answerNotFound(response)
  shareUnlessPrivate(response, PUBLIC_CACHE)
  sendVariant(request, response, variants, XML_TYPE, {})
}
