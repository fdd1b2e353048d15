import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { diffSchema } from './migrate.ts'

/** Prints the draft of the next migration (`pnpm diff`), against an embedded shadow database. */
async function printDiff(): Promise<void> {
  const db = await PGlite.create({ extensions: { pg_trgm } })
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 })
  await server.start()
  try {
    const port = Number(server.getServerConn().split(':').at(-1))
    const sql = await diffSchema({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
    })
    process.stdout.write(sql)
  } finally {
    await server.stop()
    await db.close()
  }
}

await printDiff()
