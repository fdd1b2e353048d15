import { SANDBOX_POLICY } from '../../http/security-headers.ts'
import { filesKey } from '../../http/surrogate-keys.ts'

export type WantedFile = {
  /** In the storage; of the distribution where its core metadata are asked for. */
  readonly path: string
  readonly isMetadata: boolean
}

/** `/packages/aa/bb/<60 hex>/<filename>`: one decode, no normalizing, nothing else answers. */
const STORED =
  /^\/packages\/([0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/[A-Za-z0-9._+!-]+?)(\.metadata)?$/

/** What an address (without a query) asks for; undefined where no file can be. */
export function parseFilePath(address: string): WantedFile | undefined {
  const match = STORED.exec(address)
  return match === null ? undefined : { path: match[1]!, isMetadata: match[2] !== undefined }
}

/** Headers of other people's content: never shown, never run, never to change. */
export const FILE_HEADERS = {
  'Content-Security-Policy': SANDBOX_POLICY,
  'Content-Disposition': 'attachment',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
  // What somebody who reads an archive in parts must see; the rest of what they need is shown anyway.
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Range, ETag',
  'Cache-Control': 'public, max-age=31536000, immutable',
} as const

/** Those of one file; `sharedProject` where a shared cache may keep it: the project's normalized name. */
export function fileHeaders(
  etag: string,
  sharedProject: string | undefined,
): Readonly<Record<string, string>> {
  return {
    ETag: etag,
    'Content-Type': 'application/octet-stream',
    ...(sharedProject === undefined ? {} : { 'Surrogate-Key': filesKey(sharedProject) }),
  }
}
