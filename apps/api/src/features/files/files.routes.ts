import * as endpoints from '@wheelhouse/shared-types'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import { bind, type Binding } from '../../http/bind.ts'
import type { Identify } from '../../http/api-router.ts'
import { callerOf, PRIVATE_HEADERS, privateIndexGate } from '../../http/private-index.ts'
import { SANDBOX_POLICY } from '../../http/security-headers.ts'
import { callerMayRead } from '../tokens/tokens.policy.ts'
import { deleteFile } from './delete-file.ts'

export const fileRoutes: readonly Binding[] = [bind(endpoints.deleteFile, deleteFile)]

/** `/packages/aa/bb/<60 hex>/<filename>`: one decode, no normalizing, nothing else answers. */
const STORED =
  /^\/packages\/(([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{60})\/([A-Za-z0-9._+!-]+?))(\.metadata)?$/

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
  router.use('/packages', privateIndexGate(deps.config, identify))
  router.use('/packages', async (request, response) => {
    response.set({ ...HEADERS, ...(deps.config.PRIVATE_INDEX ? PRIVATE_HEADERS : {}) })
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.set('Allow', 'GET, HEAD')
      return plain(response, 405, 'Method Not Allowed')
    }
    await serveFile(deps, request, response)
  })
  return router
}

async function serveFile(deps: Deps, request: Request, response: Response): Promise<void> {
  const match = STORED.exec(request.originalUrl.split('?', 1)[0]!)
  if (match === null) return plain(response, 404, 'Not Found')
  const [, path, , , , , suffix = ''] = match as unknown as string[]
  const file = await findServed(deps, path!)
  if (file === undefined || (suffix !== '' && file.metadataSha256 === null)) {
    return plain(response, 404, 'Not Found')
  }
  if (deps.config.PRIVATE_INDEX && !callerMayRead(callerOf(response), file.projectId)) {
    return plain(response, 404, 'Not Found')
  }
  const digest = suffix === '' ? file.sha256 : file.metadataSha256
  response.set({ ETag: `"${digest}"`, 'Content-Type': 'application/octet-stream' })
  response.sendFile(
    `${path}${suffix}`,
    {
      root: deps.storage.folder,
      cacheControl: false,
      lastModified: false,
      etag: false,
      dotfiles: 'deny',
    },
    (error) => {
      if (error === undefined || response.headersSent) return
      const { status } = error as Error & { status?: number }
      if (status === 412) return plain(response, 412, 'Precondition Failed')
      if (status === 416) return plain(response, 416, 'Range Not Satisfiable')
      deps.logger.error({ err: error, file: path }, 'stored file not read')
      plain(response, 503, 'Service Unavailable')
    },
  )
}

type Served = { projectId: string; sha256: string; metadataSha256: string | null }

/** A published file of a project that is not quarantined, by its path. */
async function findServed({ db }: Deps, storagePath: string): Promise<Served | undefined> {
  const file = await db.file.findUnique({
    where: { storagePath },
    select: {
      projectId: true,
      sha256: true,
      metadataSha256: true,
      state: true,
      project: { select: { status: true, visibility: true } },
    },
  })
  if (file?.state !== 'published' || file.project.status === 'quarantined') return undefined
  return file.project.visibility === 'public' ? file : undefined
}

function plain(response: Response, status: number, text: string): void {
  response.removeHeader('ETag')
  response.removeHeader('Content-Disposition')
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${status} ${text}\n`)
}
