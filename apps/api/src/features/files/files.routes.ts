import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { PRIVATE_HEADERS, privateIndexGate } from '../../http/private-index.ts'
import { SANDBOX_POLICY } from '../../http/security-headers.ts'
import { filesKey } from '../../http/surrogate-keys.ts'
import { isDatabaseAway, toProblemError } from '../../http/to-problem-error.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { checkConditions } from './check-conditions.ts'
import { findListedFile, type PageFile } from './find-listed-file.ts'
import type { KnownFile } from './file-cache.ts'
import { answerPlain, answerUnavailable } from './plain-answers.ts'
import { createFileSender } from './send-file.ts'

/** `/packages/aa/bb/<60 hex>/<filename>`: one decode, no normalizing, nothing else answers. */
const STORED =
  /^\/packages\/(([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{60})\/[A-Za-z0-9._+!-]+?)(\.metadata)?$/

/** Headers of other people's content: never shown, never run, never to change. */
const HEADERS = {
  'Content-Security-Policy': SANDBOX_POLICY,
  'Content-Disposition': 'attachment',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=31536000, immutable',
}

/** Serves distributions and their core metadata with ranges, strong ETags and 304. */
export function createFileRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ strict: true, caseSensitive: true })
  const send = createFileSender(deps)
  router.use('/packages', privateIndexGate(deps.config, identify))
  router.use('/packages', async (request, response) => {
    response.set({ ...HEADERS, ...(deps.config.PRIVATE_INDEX ? PRIVATE_HEADERS : {}) })
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.set('Allow', 'GET, HEAD')
      return answerPlain(response, 405, 'Method Not Allowed')
    }
    const match = STORED.exec(request.originalUrl.split('?', 1)[0]!)
    if (match === null) return answerPlain(response, 404, 'Not Found')
    const wanted = { path: match[1]!, isMetadata: match[5] !== undefined }
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
  { path, isMetadata }: { path: string; isMetadata: boolean },
): Promise<void> {
  const file = await findFile(deps, path)
  const digest = isMetadata ? file?.metadataSha256 : file?.sha256
  if (file === undefined || digest == null) return answerPlain(response, 404, 'Not Found')
  if (!(await admitReader(deps, identify, request, response, file))) {
    return answerPlain(response, 404, 'Not Found')
  }
  const etag = `"${digest}"`
  response.set({
    ETag: etag,
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    ...(file.isPublic && !deps.config.PRIVATE_INDEX
      ? { 'Surrogate-Key': filesKey(file.projectName) }
      : {}),
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
