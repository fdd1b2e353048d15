import type { Siblings } from '../../infra/siblings.ts'
import type { PageCache } from './page-cache.ts'

export type SharedPageCache = PageCache & {
  /**
   * The name was changed here, by a transaction that is committed: forgotten in this process and in
   * its siblings. To be awaited before the answer: whoever is answered may ask any of them next.
   */
  announce(name: string, serial: bigint): Promise<void>
}

/** Pages that go old in all processes of a port at once. */
export function shareChanges(pages: PageCache, siblings: Siblings): SharedPageCache {
  siblings.onTold(({ name, serial }) => pages.forget(name, serial))
  return {
    ...pages,
    announce: async (name, serial) => {
      pages.forget(name, serial)
      await siblings.tell({ name, serial })
    },
  }
}
