import { createHash } from 'node:crypto'
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
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` }
}

const compressors: Record<Exclude<Coding, 'identity'>, (body: Buffer) => Promise<Buffer>> = {
  gzip: (body) => promisify(gzip)(body, { level: 6 }),
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: (body) => promisify(zstdCompress)(body),
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
  if (header === undefined || header === 'identity') return 'identity'
  if (!header.includes(';')) {
    if (made.zstd !== undefined && /\bzstd\b/.test(header)) return 'zstd'
    if (made.br !== undefined && /\bbr\b/.test(header)) return 'br'
    if (made.gzip !== undefined && /\bgzip\b/.test(header)) return 'gzip'
    return 'identity'
  }
  const offered = (['zstd', 'br', 'gzip', 'identity'] as const).filter((name) => name in made)
  const chosen = new Negotiator(request).encoding([...offered])
  return (chosen as Coding | undefined) ?? 'identity'
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
