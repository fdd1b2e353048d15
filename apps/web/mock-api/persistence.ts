import { createDb, type MockDb, type MockTables, type ProjectRow } from './db.ts'

export const KEPT_AT = 'wheelhouse-mock-rows'

/** A snapshot as it is kept: projects that are as in the seed stand there by their name. */
type Compact = Omit<MockTables, 'projects'> & {
  projects: (ProjectRow | string)[]
  /** Of the seed that it began with: with another one, or other tables, it is not read. */
  seed: number
}

/** Keeps the store over reloads and the same in every tab. */
export type Persistence = {
  /** Takes what another tab wrote since. */
  readonly pull: () => void
  /** Writes what changed. */
  readonly push: () => void
  /** What changed since the seed, as text for a file. */
  readonly exportText: () => string
  /** @throws SyntaxError or RangeError where the text is no export. */
  readonly importText: (text: string) => void
}

/**
 * Persistence in `localStorage`: not in `sessionStorage`, because a mailed link opens in a new
 * tab, and that tab must find the account it verifies. The seed would fill the storage (5 MB), so
 * only what differs from it is kept.
 */
export function createPersistence(
  db: MockDb,
  fill: () => MockTables,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): Persistence {
  const tables = fill()
  const seeded = new Map(tables.projects.map((row) => [row.normalizedName, JSON.stringify(row)]))
  // All of it would take a moment of every load; a field more or less changes the length of a row.
  const begins = [...seeded.values()].map((row) => `${row.length} ${row.slice(0, 200)}`)
  const seed = hash([JSON.stringify({ ...tables, projects: [] }), ...begins].join('\n'))
  let seen: string | undefined
  const write = (): string => {
    const projects = db.projects.map((row) =>
      seeded.get(row.normalizedName) === JSON.stringify(row) ? row.normalizedName : row,
    )
    return JSON.stringify({ ...db, projects, seed } satisfies Compact)
  }
  const read = (text: string): void => {
    const { seed: from, ...kept } = JSON.parse(text) as Compact
    if (!Array.isArray(kept.projects) || !Array.isArray(kept.accounts)) {
      throw new RangeError('this is no export of the mock')
    }
    if (from !== seed) throw new RangeError('this is from another version of the mock')
    const projects = kept.projects.map((row) => {
      if (typeof row !== 'string') return row
      const known = seeded.get(row)
      if (known === undefined) throw new RangeError(`the seed has no project ${row}`)
      return JSON.parse(known) as ProjectRow
    })
    db.restore({ ...kept, projects })
  }
  const push = () => {
    const text = write()
    if (text === seen) return
    try {
      storage.setItem(KEPT_AT, text)
      seen = text
    } catch {
      // A full or closed storage costs the next reload its state, never the answer of this call.
    }
  }
  return {
    pull: () => {
      const text = storage.getItem(KEPT_AT)
      if (text === null || text === seen) return
      try {
        read(text)
        seen = text
      } catch {
        storage.removeItem(KEPT_AT)
      }
    },
    push,
    exportText: write,
    importText: (text) => {
      read(text)
      push()
    },
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  const { imul } = Math
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    value = imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return value
}

/** A store with what this browser kept of it. */
export function openKeptDb(
  fill: () => MockTables,
  storage: Storage,
): { db: MockDb; persistence: Persistence } {
  const db = createDb(fill)
  const persistence = createPersistence(db, fill, storage)
  persistence.pull()
  return { db, persistence }
}
