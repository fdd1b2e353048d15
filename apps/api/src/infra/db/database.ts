import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@wheelhouse/database'
import pg from 'pg'
import type { Config } from '../../config.ts'
import { CHANGE_CHANNEL, openEmbedded, type EmbeddedDatabase } from './embedded.ts'

export type Db = PrismaClient
/** What may be used inside a transaction, and nothing else may. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export type Database = {
  readonly client: Db
  /** For what Prisma does not do: the rate limiter's counters and health. */
  readonly pool: pg.Pool
  readonly kind: 'embedded' | 'server'
  readonly connection: pg.PoolConfig
  /** Whether this process may change its shape: a server, or the embedded database run here. */
  readonly owned: boolean
  /** Calls `listener` after a commit that changed the index, with its serial. A hint, not a promise. */
  onChange(listener: (serial: string) => void): Promise<void>
  close(): Promise<void>
}

const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 5_000

/**
 * Opens the embedded database, or the server of `DATABASE_URL`. Both speak through `pg`.
 * @throws Error with the reason when neither can be reached.
 */
export async function openDatabase(config: Config): Promise<Database> {
  if (config.DATABASE_URL !== undefined) return openServer(config.DATABASE_URL)
  const embedded = await openEmbedded(config.DATA_DIR)
  return fromConnection(
    { host: embedded.host, port: embedded.port, user: 'postgres', database: 'postgres' },
    embedded,
  )
}

async function openServer(connectionString: string): Promise<Database> {
  const database = fromConnection({ connectionString })
  try {
    await database.pool.query('SELECT 1')
  } catch (error) {
    await database.close()
    throw new Error(`DATABASE_URL: ${(error as Error).message || 'the server cannot be reached'}`, {
      cause: error,
    })
  }
  return database
}

function fromConnection(connection: pg.PoolConfig, embedded?: EmbeddedDatabase): Database {
  const pool = new pg.Pool({
    ...connection,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  // An idle connection that the server closes is replaced at the next use.
  pool.on('error', () => {})
  const client = new PrismaClient({ adapter: new PrismaPg(pool) })
  let listening: pg.Client | undefined
  return {
    client,
    pool,
    connection,
    owned: embedded?.owned ?? true,
    kind: embedded === undefined ? 'server' : 'embedded',
    onChange: async (listener) => {
      if (embedded !== undefined) return embedded.onChange(listener)
      listening = await listen(connection, listener)
    },
    close: async () => {
      await listening?.end().catch(() => {})
      await client.$disconnect()
      await pool.end()
      await embedded?.close()
    },
  }
}

async function listen(
  connection: pg.PoolConfig,
  listener: (serial: string) => void,
): Promise<pg.Client> {
  const client = new pg.Client(connection)
  // Without its notices the poll still sees every change; the process must not end for them.
  client.on('error', () => {})
  client.on('notification', ({ payload }) => listener(payload ?? ''))
  await client.connect()
  await client.query(`LISTEN ${CHANGE_CHANNEL}`)
  return client
}
