import { isNormalizedName, isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { privateIndexGate } from '../../http/private-index.ts'
import { answerNotFound, PUBLIC_CACHE, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { ALL_PROJECTS, projectKey } from '../../http/surrogate-keys.ts'
import { sendVariant, toVariant, type Variants } from '../../http/variants.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { guardWholeIndex } from '../tokens/guard-whole-index.ts'
import { findFeedProject, findIndexSerial } from './feeds.queries.ts'
import { makeNewProjectsFeed, makeProjectFeed, makeReleasesFeed } from './make-feeds.ts'

const FEED_TYPE = 'text/xml; charset=utf-8'

/** `/rss/…`: what is new in the index, and in one project. */
export function createFeedRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const read = readApi(deps.config)
  const whole = guardWholeIndex(deps.config, identify)
  router.all('/rss/updates.xml', read, ...whole, answerIndexFeed(deps, makeReleasesFeed))
  router.all('/rss/packages.xml', read, ...whole, answerIndexFeed(deps, makeNewProjectsFeed))
  router.all<{ name: string }>(
    '/rss/project/:name/releases.xml',
    read,
    privateIndexGate(deps.config, identify),
    (request, response) => answerProjectFeed(deps, identify, request, response),
  )
  router.use('/rss', read, (_request, response) => answerNotFound(response))
  return router
}

function answerIndexFeed(deps: Deps, make: (deps: Deps) => Promise<string>): RequestHandler {
  return async (request, response) => {
    const serial = await findIndexSerial(deps.db)
    const variants = await deps.reads.get(make.name, serial.toString(), () => make(deps))
    if (!deps.config.PRIVATE_INDEX) response.set('Surrogate-Key', ALL_PROJECTS)
    send(request, response, variants!, serial)
  }
}

async function answerProjectFeed(
  deps: Deps,
  identify: Identify,
  request: Request<{ name: string }>,
  response: Response,
): Promise<void> {
  const { name } = request.params
  if (!isValidName(name)) return answerNotFound(response)
  if (!isNormalizedName(name)) {
    shareUnlessPrivate(response, PUBLIC_CACHE)
    return response.redirect(301, `/rss/project/${normalizeName(name)}/releases.xml`)
  }
  const project = await findFeedProject(deps.db, name)
  if (project === undefined) return answerNotFound(response)
  const { id: projectId, isPublic, serial } = project
  if (!(await admitReader(deps, identify, request, response, { projectId, isPublic }))) {
    return answerNotFound(response)
  }
  const make = () => makeProjectFeed(deps, project)
  const variants = isPublic
    ? await deps.reads.get(`feed ${projectId}`, serial.toString(), make)
    : { identity: toVariant(Buffer.from(await make())) }
  if (isPublic && !deps.config.PRIVATE_INDEX) response.set('Surrogate-Key', projectKey(name))
  send(request, response, variants!, serial)
}

function send(request: Request, response: Response, variants: Variants, serial: bigint): void {
  shareUnlessPrivate(response, PUBLIC_CACHE)
  response.set('X-PyPI-Last-Serial', serial.toString())
  sendVariant(request, response, variants, FEED_TYPE, {})
}
