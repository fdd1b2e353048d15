import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@wheelhouse/database'
import type pg from 'pg'
import type { Config } from '../../config.ts'
import type { Away } from './circuit.ts'
import { createConnectionPool, type PoolOptions } from './connection-pool.ts'
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts'
import { listenForChanges, type ChangeListener } from './listen-for-changes.ts'

export type Db = PrismaClient
/** What may be used inside a transaction, and nothing else may. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export type Database = {
  readonly client: Db
  /** For what Prisma does not do: the rate limiter's counters and health. */
  readonly pool: pg.Pool
  readonly kind: 'embedded' | 'server'
  /** A way to it for connections of their own, without the limits of requests. */
  readonly connection: pg.PoolConfig
  /** Whether this process may change its shape: a server, or the embedded database run here. */
  readonly owned: boolean
  /** Undefined while it can be reached. */
  away(): Away | undefined
  /** Connections in use and requests that wait for one now; `shed` refused since the start. */
  load(): { busy: number; waiting: number; shed: number }
  /**
   * Calls `listener` after a commit that changed the index, and whenever such a call may have been
   * lost. A hint, not a promise.
   */
  onChange(listener: () => void): void
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** Processes that share the server: each takes fewer connections where there are many. */
  processes?: number
  /** Ends slow statements; an operator's command may take its time. */
  limited?: boolean
}

const POOL_SIZE = 10
/** All processes of one host together, as far as each has a few. */
const ALL_CONNECTIONS = 60
const FEWEST_CONNECTIONS = 4
const MOST_WAIT_MS = 2_000
/** The embedded database does one thing at a time, and nobody else could serve what it sheds. */
const MOST_LOCAL_WAIT_MS = 10_000

/**
 * What a server ends by itself, in milliseconds: a request that waits for a lock or a statement gives
 * its place to others, and a transaction whose process hangs holds no lock for long.
 */
const LIMITS = {
  lock_timeout: 2_000,
  statement_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
}

/**
 * Opens the embedded database, or the server of `DATABASE_URL`. Both speak through `pg`.
 * @throws Error with the reason when neither can be reached.
 */
export async function openDatabase(
  config: Config,
  { processes = 1, limited = true }: DatabaseOptions = {},
): Promise<Database> {
  if (config.DATABASE_URL !== undefined) {
    const fair = Math.max(FEWEST_CONNECTIONS, Math.floor(ALL_CONNECTIONS / processes))
    return openServer(
      { connectionString: config.DATABASE_URL },
      {
        size: Math.min(POOL_SIZE, fair),
        mostWaitMs: MOST_WAIT_MS,
        limits: limited ? LIMITS : {},
        isRemote: true,
      },
    )
  }
  const embedded = await openEmbedded(config.DATA_DIR)
  // Its engine has no clock that could end a statement.
  return fromConnection(
    { host: embedded.host, port: embedded.port, user: 'postgres', database: 'postgres' },
    { size: POOL_SIZE, mostWaitMs: MOST_LOCAL_WAIT_MS, limits: {}, isRemote: false },
    embedded,
  )
}

async function openServer(connection: pg.PoolConfig, options: PoolOptions): Promise<Database> {
  const database = fromConnection(connection, options)
  try {
    await database.pool.query('SELECT 1')
  } catch (error) {
    await database.close()
    const cause = ((error as Error).cause ?? error) as Error
    throw new Error(`DATABASE_URL: ${cause.message || 'the server cannot be reached'}`, {
      cause: error,
    })
  }
  return database
}

function fromConnection(
  connection: pg.PoolConfig,
  options: PoolOptions,
  embedded?: EmbeddedDatabase,
): Database {
  const connections = createConnectionPool(connection, options)
  const { pool, circuit } = connections
  const client = new PrismaClient({ adapter: new PrismaPg(pool) })
  // One connection hears for all that want to know.
  const listeners: (() => void)[] = []
  let changes: ChangeListener | undefined
  return {
    client,
    pool,
    connection,
    owned: embedded?.owned ?? true,
    kind: embedded === undefined ? 'server' : 'embedded',
    away: () => circuit.away(),
    load: () => connections.load(),
    onChange: (listener) => {
      circuit.onClose(listener)
      if (embedded !== undefined) return embedded.onChange(listener)
      listeners.push(listener)
      if (changes !== undefined) return
      const heard = listenForChanges(connection, () => listeners.forEach((tell) => tell()))
      circuit.onClose(() => heard.hurry())
      changes = heard
    },
    close: async () => {
      await changes?.stop()
      await client.$disconnect()
      await connections.close()
      await embedded?.close()
    },
  }
}
