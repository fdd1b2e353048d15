import { ProblemError } from '@wheelhouse/shared-types'
import { isNormalizedName, isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import { openFile } from '../../infra/storage/open-file.ts'
import { toProblemError } from '../../http/to-problem-error.ts'
import type { Identify } from '../../http/api-router.ts'
import { callerOf, PRIVATE_HEADERS, privateIndexGate } from '../../http/private-index.ts'
import { transportHeaders } from '../../http/security-headers.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { callerMayRead } from '../tokens/tokens.policy.ts'
import { answerNotFound, PUBLIC_CACHE, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { ALL_PROJECTS, edgeLifetime, projectKey } from '../../http/surrogate-keys.ts'
import { matches, negotiateCoding } from '../../http/variants.ts'
import { answerPage } from './answer-page.ts'
import { ROOT_CODINGS } from './build-root-index.ts'
import { negotiateForm } from './negotiate.ts'

/** `/simple/`: what pip, uv, poetry and mirrors read (PEP 503, 691, 700). */
export function createSimpleRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ strict: true, caseSensitive: true })
  router.use('/simple', readApi(deps.config))
  router.use('/simple', privateIndexGate(deps.config, identify))
  router.get('/simple', (request, response) => redirect(request, response, '/simple/'))
  router.get('/simple/', (request, response) => answerRoot(deps, request, response))
  const redirectToPage = (request: Request<{ name: string }>, response: Response) => {
    const { name } = request.params
    if (isValidName(name)) redirect(request, response, `/simple/${normalizeName(name)}/`)
    else answerNotFound(response)
  }
  router.get('/simple/:name', redirectToPage)
  // pipenv puts a slash behind the address of an index that ends in one.
  router.get('/simple//:name/', redirectToPage)
  router.get('/simple/:name/', (request, response) =>
    answerProject(deps, identify, request, response),
  )
  router.use('/simple', (_request, response) => answerNotFound(response))
  return router
}

async function answerProject(
  deps: Deps,
  identify: Identify,
  request: Request<{ name: string }>,
  response: Response,
): Promise<void> {
  const { name } = request.params
  if (!isValidName(name)) return answerNotFound(response)
  if (!isNormalizedName(name)) {
    return redirect(request, response, `/simple/${normalizeName(name)}/`)
  }
  // Also when there is no such page, until there is one.
  if (!deps.config.PRIVATE_INDEX) response.set('Surrogate-Key', projectKey(name))
  try {
    const page = await deps.pages.get(name)
    if (page === undefined || !(await admitReader(deps, identify, request, response, page))) {
      return answerNotFound(response)
    }
    const isShared = page.isPublic && !deps.config.PRIVATE_INDEX
    if (!isShared) response.removeHeader('Surrogate-Key')
    const staleness = deps.news.staleness(page.readAt)
    const more = {
      ...transportHeaders(deps.config),
      ...(isShared ? {} : PRIVATE_HEADERS),
      ...(staleness ?? (isShared ? edgeLifetime(deps.config) : {})),
    }
    answerPage(request, response, page, formatOf(request), more)
  } catch (error) {
    unavailable(deps, response, error)
  }
}

async function answerRoot(deps: Deps, request: Request, response: Response): Promise<void> {
  const { PRIVATE_INDEX } = deps.config
  if (PRIVATE_INDEX && !callerMayRead(callerOf(response), undefined)) return limited(response)
  try {
    const root = await deps.rootIndex.current()
    const { form, contentType } = negotiateForm(request, formatOf(request))
    const coding = negotiateCoding(request, ROOT_CODINGS)
    const file = root.files[`${form}-${coding}`]
    response.set({
      'Cache-Control': PUBLIC_CACHE,
      'X-PyPI-Last-Serial': root.serial.toString(),
      ETag: file.etag,
      ...(PRIVATE_INDEX ? PRIVATE_HEADERS : { 'Surrogate-Key': ALL_PROJECTS }),
      ...deps.news.staleness(0),
    })
    if (matches(request.headers['if-none-match'], file.etag)) {
      response.status(304).end()
      return
    }
    if (coding !== 'identity') response.set('Content-Encoding', coding)
    response.set('Content-Type', contentType)
    await sendBuiltFile(request, response, file)
  } catch (error) {
    unavailable(deps, response, error)
  }
}

/** The first piece is in memory mostly: its first byte waits for nothing but a look at the file. */
async function sendBuiltFile(
  request: Request,
  response: Response,
  { path, size }: { readonly path: string; readonly size: number },
): Promise<void> {
  const opened = await openFile(path)
  if (opened?.size !== size) {
    const cause = new Error(`${path} is not what was built`)
    throw new ProblemError('unavailable', 'The index cannot be read now', { retryAfter: 30, cause })
  }
  response.set('Content-Length', String(size))
  if (request.method === 'HEAD') response.end()
  else await opened.sendTo(response)
}

/** A plus sign in a query means a space, and PEP 691 writes the types in it as they are. */
function formatOf(request: Request): string | undefined {
  const { format } = request.query
  return typeof format === 'string' ? format.replaceAll(' ', '+') : undefined
}

/** Temporary, because pip keeps permanent ones for ever. The query goes along. */
function redirect(request: Request, response: Response, to: string): void {
  const query = request.originalUrl.indexOf('?')
  const search = query === -1 ? '' : request.originalUrl.slice(query)
  shareUnlessPrivate(response, PUBLIC_CACHE)
  response.redirect(302, `${to}${search}`)
}

/** A token that is limited to some projects does not see the names of the others. */
function limited(response: Response): void {
  response
    .status(403)
    .type('text/plain')
    .send('403 This API token reads some projects only; ask for each by its name\n')
}

function unavailable(deps: Deps, response: Response, error: unknown): void {
  const problem = toProblemError(error)
  deps.logger.error({ err: error }, 'simple page not read')
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter))
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${problem.status} ${problem.message}\n`)
}
