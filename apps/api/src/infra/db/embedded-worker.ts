import { createHash } from 'node:crypto'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { wholeBatches } from './whole-batches.ts'
import { CHANGE_CHANNEL, type EmbeddedWorkerData, type EmbeddedWorkerMessage } from './embedded.ts'

/**
 * The embedded database, alone in this thread: in the main thread it would stop every timer and
 * socket while it works. Reached through a Unix socket that only this user can open.
 */
const { folder, socketPath } = workerData as EmbeddedWorkerData
const post = (message: EmbeddedWorkerMessage) => parentPort?.postMessage(message)

/**
 * PostgreSQL touches all of its buffers at the start, 128 MB by default, and the system keeps the
 * files in memory a second time: a quarter is enough, see docs/decisions/0016.
 */
const SHARED_BUFFERS = '32MB'

const db = await PGlite.create({
  dataDir: folder,
  extensions: { pg_trgm },
  startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
})
// A notification does not travel through the socket, so it is heard here and passed on.
await db.listen(CHANGE_CHANNEL, (payload) => post({ kind: 'change', payload }))
const server = new PGLiteSocketServer({
  db: wholeBatches(db),
  path: socketPath,
  maxConnections: 100,
})
await server.start()

const SYNC_EVERY_MS = 200
let syncing: Promise<void> = Promise.resolve()
let lastSynced = ''

/**
 * PostgreSQL runs here without fsync. Files of the write-ahead log are synced shortly after they
 * change: that does not make a power cut safe (see OPERATIONS.md), it makes the window small.
 */
async function syncLog(): Promise<void> {
  const wal = join(folder, 'pg_wal')
  const names = (await readdir(wal)).filter((name) => /^[0-9A-F]{24}$/.test(name))
  const files = await Promise.all(
    names.map(async (name) => ({ name, changed: (await stat(join(wal, name))).mtimeMs })),
  )
  const state = createHash('md5').update(JSON.stringify(files)).digest('base64')
  if (state === lastSynced) return
  lastSynced = state
  const newest = files.toSorted((a, b) => b.changed - a.changed).slice(0, 2)
  for (const { name } of newest) {
    const file = await open(join(wal, name), 'r')
    await file.datasync()
    await file.close()
  }
}

const timer = setInterval(() => {
  syncing = syncing.then(syncLog).catch(() => {
    // A log file can go while it is looked at; the next round sees the new ones.
  })
}, SYNC_EVERY_MS)

parentPort?.on('message', (message: 'close') => {
  if (message !== 'close') return
  clearInterval(timer)
  void syncing
    .then(() => server.stop())
    .then(() => db.close())
    .then(() => post({ kind: 'closed' }))
})

post({ kind: 'ready' })
