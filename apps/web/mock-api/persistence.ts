import type { MockDb } from './db.ts'

/** Counted up when the shape of the tables changes, so that an old snapshot is not read. */
const KEY = 'wheelhouse-mock-3'

/** Keeps the store over reloads and the same in every tab. */
export type Persistence = {
  /** Takes what another tab wrote since. */
  readonly pull: () => void
  /** Writes what changed. */
  readonly push: () => void
}

/**
 * Persistence in `localStorage`: not in `sessionStorage`, because a mailed link opens in a new
 * tab, and that tab must find the account it verifies.
 */
export function createPersistence(
  db: MockDb,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): Persistence {
  let seen: string | undefined
  return {
    pull: () => {
      const text = storage.getItem(KEY)
      if (text === null || text === seen) return
      try {
        db.restore(text)
        seen = text
      } catch {
        storage.removeItem(KEY)
      }
    },
    push: () => {
      const text = db.snapshot()
      if (text === seen) return
      try {
        storage.setItem(KEY, text)
        seen = text
      } catch {
        // A full or closed storage costs the next reload its state, never the answer of this call.
      }
    },
  }
}
