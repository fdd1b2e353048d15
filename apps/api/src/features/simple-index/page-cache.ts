import { LRUCache } from 'lru-cache'
import { compressVariant, toVariant, variantsSize, type Variants } from '../../http/variants.ts'
import type { SimplePage } from './load-page.ts'

export const FORMS = ['html', 'json'] as const
export type Form = (typeof FORMS)[number]

export type CachedPage = {
  readonly name: string
  readonly projectId: string
  readonly serial: bigint
  readonly isPublic: boolean
  /** When it was read from the database, in milliseconds. */
  readonly readAt: number
  readonly variants: Readonly<Record<Form, Variants>>
}

/** Names whose newest serial is remembered, so that no page goes back in time. */
const REMEMBERED_NAMES = 10_000
/** A page in use is read again so long after its last change: uploads come in rows. */
const REFRESH_AFTER_MS = 200

/** What an entry takes beside its bodies: the answers that are laid out for it. */
const OTHER_BYTES = 2_500

export type PageCache = {
  /** The page in memory, without a wait. */
  peek(name: string): CachedPage | undefined
  /** The page in memory or read now; one read at a time for each name. */
  get(name: string): Promise<CachedPage | undefined>
  /** The name changed, its newest page has this serial: older ones are dropped and never kept again. */
  forget(name: string, serial: bigint): void
  forgetAll(): void
}

/**
 * Simple pages in memory, bounded by bytes. Compressed once, off the event loop, after a page is
 * read; until then it is served as it is.
 */
export function createPageCache(
  load: (name: string) => Promise<SimplePage | undefined>,
  maxBytes: number,
): PageCache {
  const pages = new LRUCache<string, CachedPage>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 2),
    sizeCalculation: bytesOf,
  })
  const newest = new LRUCache<string, bigint>({ max: REMEMBERED_NAMES })
  const loading = new Map<string, Promise<CachedPage | undefined>>()

  const isStale = (page: CachedPage) => page.serial < (newest.get(page.name) ?? 0n)
  const keep = (page: CachedPage) => {
    if (!isStale(page)) pages.set(page.name, page)
  }
  const read = async (name: string): Promise<CachedPage | undefined> => {
    const page = await load(name)
    if (page === undefined) return undefined
    const cached = toCached(name, page)
    keep(cached)
    void compress(cached).then(keep, () => {})
    return cached
  }
  const get = (name: string): Promise<CachedPage | undefined> => {
    const page = pages.get(name)
    if (page !== undefined) return Promise.resolve(page)
    const running = loading.get(name)
    if (running !== undefined) return running
    const started = read(name).finally(() => {
      if (loading.get(name) === started) loading.delete(name)
    })
    loading.set(name, started)
    return started
  }
  const refreshing = new Map<string, NodeJS.Timeout>()
  // Whoever has used a page has it still when the database goes just after a change.
  const refreshSoon = (name: string) => {
    clearTimeout(refreshing.get(name))
    const timer = setTimeout(() => {
      refreshing.delete(name)
      get(name).catch(() => {})
    }, REFRESH_AFTER_MS)
    refreshing.set(name, timer.unref())
  }
  return {
    peek: (name) => pages.get(name),
    get,
    forget: (name, serial) => {
      if (serial > (newest.get(name) ?? 0n)) newest.set(name, serial)
      const page = pages.peek(name)
      if (page !== undefined && isStale(page)) {
        pages.delete(name)
        refreshSoon(name)
      } else if (refreshing.has(name)) {
        refreshSoon(name)
      }
      // A read under way may have seen the page before the change.
      loading.delete(name)
    },
    forgetAll: () => {
      pages.clear()
      loading.clear()
    },
  }
}

function toCached(name: string, page: SimplePage): CachedPage {
  return {
    name,
    projectId: page.projectId,
    serial: page.serial,
    isPublic: page.isPublic,
    readAt: Date.now(),
    variants: {
      html: { identity: toVariant(page.html) },
      json: { identity: toVariant(page.json) },
    },
  }
}

/** The same page with every coding that is smaller; the old entry is not touched. */
async function compress(page: CachedPage): Promise<CachedPage> {
  const [html, json] = await Promise.all(
    FORMS.map((form) => compressVariant(page.variants[form].identity!)),
  )
  return { ...page, variants: { html: html!, json: json! } }
}

function bytesOf({ name, variants }: CachedPage): number {
  return variantsSize(variants.html) + variantsSize(variants.json) + name.length + OTHER_BYTES
}
