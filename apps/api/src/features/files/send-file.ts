import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { Deps } from '../../deps.ts'
import { encodePath, parseHandoff, type Handoff } from '../../http/file-handoff.ts'
import type { OpenedFile } from '../../infra/storage/storage.ts'
import { chooseRange } from './check-conditions.ts'
import { answerPlain, answerUnavailable } from './plain-answers.ts'

export type SentFile = {
  readonly storagePath: string
  readonly etag: string
  /** Bytes; undefined where only the storage knows. */
  readonly size: number | undefined
  /** Called once a distribution went out whole, or was handed off to go out. */
  readonly onSent: () => void
}

/** Sends stored files, or lets the server in front do so (`FILES_HANDOFF`). */
export function createFileSender(
  deps: Pick<Deps, 'config' | 'storage' | 'logger'>,
): (request: Request, response: Response, file: SentFile) => Promise<void> {
  const { FILES_HANDOFF, filesFolder } = deps.config
  const handoff = FILES_HANDOFF === undefined ? undefined : parseHandoff(FILES_HANDOFF)
  return async (request, response, file) => {
    // nginx compares If-Match with an ETag of its own making.
    if (handoff !== undefined && request.get('if-match') === undefined) {
      return handOff(handoff, filesFolder, request, response, file)
    }
    try {
      await send(deps, request, response, file)
    } catch (error) {
      deps.logger.error({ err: error, file: file.storagePath }, 'stored file not read')
      if (response.headersSent || response.destroyed) return
      answerUnavailable(response, 'The file cannot be read at the moment', STORAGE_RETRY_S)
    }
  }
}

const STORAGE_RETRY_S = 30

function handOff(
  { header, before }: Handoff,
  folder: string,
  request: Request,
  response: Response,
  { storagePath, onSent }: SentFile,
): void {
  const whole = request.get('range')?.replaceAll(' ', '') ?? 'bytes=0-'
  if (request.method === 'GET' && whole === 'bytes=0-') onSent()
  // Its own to say, by the ranges that it cuts.
  response.removeHeader('Accept-Ranges')
  response.set(header, `${before(folder)}/${encodePath(storagePath)}`).end()
}

async function send(
  { storage }: Pick<Deps, 'storage'>,
  request: Request,
  response: Response,
  file: SentFile,
): Promise<void> {
  const { storagePath, etag } = file
  const size = file.size ?? present(await storage.measure(storagePath))
  const range = chooseRange(request, etag, size)
  if (range === 'unsatisfiable') {
    response.set('Content-Range', `bytes */${size}`)
    return answerPlain(response, 416, 'Range Not Satisfiable')
  }
  const span = range === 'whole' ? undefined : range
  const first = span?.start ?? 0
  const last = span?.end ?? size - 1
  response.status(span === undefined ? 200 : 206)
  if (span !== undefined) response.set('Content-Range', `bytes ${first}-${last}/${size}`)
  response.set('Content-Length', String(last - first + 1))
  if (request.method === 'HEAD') {
    const stored = file.size === undefined ? size : await storage.measure(storagePath)
    refuseUnlessWhole(stored, size)
    response.end()
    return
  }
  const opened = present(await storage.open(storagePath, span))
  try {
    refuseUnlessWhole(opened.size, size)
  } catch (error) {
    opened.body.destroy()
    throw error
  }
  const passedOn = await write(response, opened)
  if (first === 0 && last === size - 1 && passedOn === size) file.onSent()
}

/**
 * Writes until the end, or until either side breaks off: then the connection breaks, because of what
 * was promised by its length. Returns the bytes that were passed on. A client that has them all may
 * be gone before the end is heard of here, so they tell what went out, not the way it ended.
 */
async function write(response: Response, opened: OpenedFile): Promise<number> {
  if (opened.sendTo !== undefined) {
    try {
      return await opened.sendTo(response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      throw error
    }
  }
  const { body } = opened
  let passedOn = 0
  let leftByClient = false
  response.once('close', () => {
    leftByClient = body.errored === null
  })
  body.on('data', (piece: Buffer) => {
    passedOn += piece.length
  })
  try {
    await pipeline(body, response)
  } catch (error) {
    if (!leftByClient) throw error
  }
  return passedOn
}

function refuseUnlessWhole(size: number | undefined, expected: number): void {
  if (present(size) !== expected) throw new Error(`it has ${size} bytes, not ${expected}`)
}

function present<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error('the storage does not have it')
  return found
}
