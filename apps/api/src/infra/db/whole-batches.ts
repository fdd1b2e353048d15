import type { PGlite } from '@electric-sql/pglite'

/** First bytes of the messages that leave a batch open until its Sync: Parse, Bind, Describe, Execute, Close, Flush. */
const OPENING = new Set(Buffer.from('PBDECH', 'latin1'))

/**
 * The database as the socket server should see it. One session serves all connections, and the
 * server lets another connection in between any two messages unless a transaction is open. A query
 * with parameters is several messages up to a Sync, with one unnamed statement and portal for the
 * whole session: when its packets come in pieces, another connection's query would fall in between
 * and take them away. So an open batch is told as an open transaction, which keeps the others waiting.
 */
export function wholeBatches(db: PGlite): PGlite {
  let batchIsOpen = false
  const seen = {
    isInTransaction: () => batchIsOpen || db.isInTransaction(),
    execProtocolRawStream: async (
      ...[message, options]: Parameters<PGlite['execProtocolRawStream']>
    ) => {
      try {
        await db.execProtocolRawStream(message, options)
      } finally {
        batchIsOpen = OPENING.has(message[0] ?? 0)
      }
    },
    // How the server ends what a connection left behind.
    exec: async (...statement: Parameters<PGlite['exec']>) => {
      batchIsOpen = false
      return db.exec(...statement)
    },
  }
  return new Proxy(db, {
    get: (target, key) => {
      if (key in seen) return seen[key as keyof typeof seen]
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
