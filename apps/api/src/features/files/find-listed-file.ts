import { normalizeName } from '@wheelhouse/shared-types/python'
import type { CachedPage, PageCache } from '../simple-index/page-cache.ts'
import type { KnownFile } from './file-cache.ts'

/** A file as a simple page in memory tells of it; nothing of it was asked of the database. */
export type PageFile = Pick<
  KnownFile,
  'projectId' | 'projectName' | 'isPublic' | 'sha256' | 'metadataSha256'
> & {
  readonly size: number
}

type Listing = {
  readonly files: readonly {
    readonly url: string
    readonly hashes: { readonly sha256: string }
    readonly size: number
    readonly 'core-metadata'?: false | { readonly sha256: string }
  }[]
}

/** Parsed once for each page that is in memory. */
const parsed = new WeakMap<CachedPage, ReadonlyMap<string, PageFile>>()

/**
 * The file at a path of the storage, by the page that lists it: an installer that got a page from
 * memory gets its files too while the database is away. Undefined when no page in memory lists it.
 */
export function findListedFile(
  pages: Pick<PageCache, 'peek'>,
  storagePath: string,
): PageFile | undefined {
  const filename = storagePath.slice(storagePath.lastIndexOf('/') + 1)
  for (const name of projectNamesOf(filename)) {
    const page = pages.peek(name)
    const file = page === undefined ? undefined : filesOf(page).get(storagePath)
    if (file !== undefined) return file
  }
  return undefined
}

/** A wheel's name ends at its first hyphen (PEP 427), that of a source distribution at its last. */
function projectNamesOf(filename: string): string[] {
  const ends = new Set([filename.indexOf('-'), filename.lastIndexOf('-')])
  return [...ends].filter((end) => end > 0).map((end) => normalizeName(filename.slice(0, end)))
}

function filesOf(page: CachedPage): ReadonlyMap<string, PageFile> {
  const known = parsed.get(page)
  if (known !== undefined) return known
  const { files } = JSON.parse(page.variants.json.identity!.body.toString()) as Listing
  const { projectId, name: projectName, isPublic } = page
  const listed = new Map(
    files.map(({ url, hashes, size, 'core-metadata': metadata }) => [
      // Two folders, the digest, the name: whatever address stands before them.
      decodeURIComponent(url.split('/').slice(-4).join('/')),
      {
        projectId,
        projectName,
        isPublic,
        size,
        sha256: hashes.sha256,
        metadataSha256: metadata ? metadata.sha256 : null,
      },
    ]),
  )
  parsed.set(page, listed)
  return listed
}
