import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { PRIVATE_HEADERS, privateIndexGate } from '../../http/private-index.ts'
import { answerPreflight, READ_METHODS } from '../../http/read-api.ts'
import { isDatabaseAway, toProblemError } from '../../http/to-problem-error.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { checkConditions } from './check-conditions.ts'
import { FILE_HEADERS, fileHeaders, parseFilePath, type WantedFile } from './file-headers.ts'
import { findListedFile, type PageFile } from './find-listed-file.ts'
import type { KnownFile } from './file-cache.ts'
import { answerPlain, answerUnavailable } from './plain-answers.ts'
import { createFileSender } from './send-file.ts'

/** Serves distributions and their core metadata with ranges, strong ETags and 304. */
export function createFileRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ strict: true, caseSensitive: true })
  const send = createFileSender(deps)
  router.use('/packages', privateIndexGate(deps.config, identify))
  router.use('/packages', async (request, response) => {
    response.set({ ...FILE_HEADERS, ...(deps.config.PRIVATE_INDEX ? PRIVATE_HEADERS : {}) })
    if (request.method === 'OPTIONS') return answerPreflight(response, 'If-Range, Range')
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.set('Allow', READ_METHODS)
      return answerPlain(response, 405, 'Method Not Allowed')
    }
    const wanted = parseFilePath(request.originalUrl.split('?', 1)[0]!)
    if (wanted === undefined) return answerPlain(response, 404, 'Not Found')
    try {
      await serveFile(deps, identify, send, request, response, wanted)
    } catch (error) {
      const { status, message, retryAfter } = toProblemError(error)
      if (status !== 503) throw error
      answerUnavailable(response, message, retryAfter ?? DATABASE_RETRY_S)
    }
  })
  return router
}

const DATABASE_RETRY_S = 5

async function serveFile(
  deps: Deps,
  identify: Identify,
  send: ReturnType<typeof createFileSender>,
  request: Request,
  response: Response,
  { path, isMetadata }: WantedFile,
): Promise<void> {
  const file = await findFile(deps, path)
  const digest = isMetadata ? file?.metadataSha256 : file?.sha256
  if (file === undefined || digest == null) return answerPlain(response, 404, 'Not Found')
  if (!(await admitReader(deps, identify, request, response, file))) {
    return answerPlain(response, 404, 'Not Found')
  }
  const etag = `"${digest}"`
  const isShared = file.isPublic && !deps.config.PRIVATE_INDEX
  response.set({
    'Accept-Ranges': 'bytes',
    ...fileHeaders(etag, isShared ? file.projectName : undefined),
    ...deps.news.staleness(0),
  })
  const verdict = checkConditions(request, etag)
  if (verdict === 'precondition-failed') return answerPlain(response, 412, 'Precondition Failed')
  if (verdict === 'not-modified') {
    response.status(304).end()
    return
  }
  await send(request, response, {
    storagePath: isMetadata ? `${path}.metadata` : path,
    etag,
    size: isMetadata ? undefined : file.size,
    onSent: () => {
      if (!isMetadata && 'id' in file) deps.downloads.count(file.id, request.get('user-agent'))
    },
  })
}

/** By the database, or by a page in memory while that is away. */
async function findFile(
  { files, pages }: Pick<Deps, 'files' | 'pages'>,
  path: string,
): Promise<KnownFile | PageFile | undefined> {
  try {
    return await files.get(path)
  } catch (error) {
    const listed = isDatabaseAway(error) ? findListedFile(pages, path) : undefined
    if (listed === undefined) throw error
    return listed
  }
}
