import { createHash, type Hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'
import Negotiator from 'negotiator'

export type Coding = 'identity' | 'gzip' | 'br' | 'zstd'

/** One body in one coding, ready to be sent. */
export type Variant = { readonly body: Buffer; readonly etag: string }

/** `identity` from the start; the others once they are made. */
export type Variants = Readonly<Partial<Record<Coding, Variant>>>

/** Smaller bodies gain nothing. */
const COMPRESS_FROM_BYTES = 512

export function toVariant(body: Buffer): Variant {
  return { body, etag: etagOf(createHash('sha256').update(body)) }
}

/** The strong ETag of what was summed up. */
export const etagOf = (sum: Hash): string => `"${sum.digest('base64url').slice(0, 27)}"`

const compressors: Record<Exclude<Coding, 'identity'>, (body: Buffer) => Promise<Buffer>> = {
  gzip: (body) => promisify(gzip)(body, { level: 6 }),
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: (body) => promisify(zstdCompress)(body),
}

/**
 * A body in the best coding that a client accepts, made off the event loop for this one answer:
 * `identity` where that would gain nothing.
 */
export async function compressOnce(
  request: IncomingMessage,
  body: Buffer,
): Promise<{ coding: Coding; body: Buffer }> {
  const coding =
    body.length < COMPRESS_FROM_BYTES ? 'identity' : negotiateCoding(request, compressors)
  if (coding === 'identity') return { coding, body }
  return { coding, body: await compressors[coding](body) }
}

/** A body in every coding that is smaller, made off the event loop. */
export async function compressVariant(identity: Variant): Promise<Variants> {
  const variants: Partial<Record<Coding, Variant>> = { identity }
  if (identity.body.length < COMPRESS_FROM_BYTES) return variants
  for (const coding of ['gzip', 'br', 'zstd'] as const) {
    const body = await compressors[coding](identity.body)
    if (body.length < identity.body.length) variants[coding] = toVariant(body)
  }
  return variants
}

/** What variants take in memory, in bytes. */
export function variantsSize(variants: Variants): number {
  return Object.values(variants).reduce((sum, { body }) => sum + body.length + 200, 0)
}

/** The best coding that was made and is accepted. */
export function negotiateCoding(
  request: IncomingMessage,
  made: Readonly<Partial<Record<Coding, unknown>>>,
): Coding {
  const header = request.headers['accept-encoding']
  if (header === undefined) return 'identity'
  for (const coding of acceptedCodings(request, header)) {
    if (made[coding] !== undefined) return coding
  }
  return 'identity'
}

const CODINGS = ['zstd', 'br', 'gzip', 'identity'] as const
const remembered = new Map<string, readonly Coding[]>()
const MOST_REMEMBERED = 500

const names = (header: string) => header.split(',').map((name) => name.trim())

/** The codings that a header accepts, the best first; without weights that is ours to say. */
function acceptedCodings(request: IncomingMessage, header: string): readonly Coding[] {
  const known = remembered.get(header)
  if (known !== undefined) return known
  const codings = header.includes(';')
    ? (new Negotiator(request).encodings([...CODINGS]) as Coding[])
    : CODINGS.filter((coding) => names(header).includes(coding))
  // Clients send a handful of headers; a stranger who sends many must not fill the memory.
  if (remembered.size >= MOST_REMEMBERED || header.length > 500) remembered.clear()
  remembered.set(header, codings)
  return codings
}

/**
 * Ends a request with the coding it accepts, or with 304 when the client has that. Works on bare
 * `node:http` objects.
 */
export function sendVariant(
  request: IncomingMessage,
  response: ServerResponse,
  variants: Variants,
  contentType: string,
  headers: Record<string, string | number>,
): void {
  const coding = negotiateCoding(request, variants)
  const { body, etag } = variants[coding]!
  headers['ETag'] = etag
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  headers['Content-Type'] = contentType
  headers['Content-Length'] = body.length
  if (coding !== 'identity') headers['Content-Encoding'] = coding
  response.writeHead(200, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** RFC 9110 §13.1.2, weak comparison. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag || header === '*') return true
  return header.split(',').some((part) => part.trim().replace(/^W\//, '') === etag)
}
