import { LRUCache } from 'lru-cache'
import { compressVariant, toVariant, variantsSize, type Variants } from './variants.ts'

export type ReadCache = {
  /**
   * The body of `key` as of `version`: in memory, or made now, once for all who wait for the same.
   * What has another version is not served, unless it is younger than `keepMs`: for what costs a look
   * at everything. `make` may find that there is nothing (undefined); that is not kept.
   */
  get(
    key: string,
    version: string,
    make: () => Promise<string | Buffer | undefined>,
    keepMs?: number,
  ): Promise<Variants | undefined>
}

type Entry = { readonly version: string; readonly madeAt: number; readonly variants: Variants }

/**
 * Bodies that are made when they are read, in memory, bounded by bytes. The caller says which version
 * it is to be (a serial), so that nothing has to be thrown away when it changes. Compressed off the
 * event loop after the first answer.
 */
export function createReadCache(maxBytes: number): ReadCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 2),
    sizeCalculation: ({ variants }, key) => variantsSize(variants) + key.length + 200,
  })
  const making = new Map<string, Promise<Variants | undefined>>()

  const makeEntry = async (
    key: string,
    version: string,
    make: () => Promise<string | Buffer | undefined>,
  ): Promise<Variants | undefined> => {
    const made = await make()
    if (made === undefined) return undefined
    const identity = toVariant(typeof made === 'string' ? Buffer.from(made) : made)
    const entry: Entry = { version, madeAt: performance.now(), variants: { identity } }
    entries.set(key, entry)
    void compressVariant(identity).then(
      (variants) => {
        if (entries.peek(key) === entry) entries.set(key, { ...entry, variants })
      },
      () => {},
    )
    return entry.variants
  }
  return {
    get: (key, version, make, keepMs = 0) => {
      const entry = entries.get(key)
      const isGood =
        entry?.version === version ||
        (entry !== undefined && performance.now() - entry.madeAt < keepMs)
      if (isGood) return Promise.resolve(entry!.variants)
      const flight = `${version} ${key}`
      const running = making.get(flight)
      if (running !== undefined) return running
      const started = makeEntry(key, version, make).finally(() => making.delete(flight))
      making.set(flight, started)
      return started
    },
  }
}
