import pg from 'pg'
import { createCircuit, DatabaseAwayError, type Circuit } from './circuit.ts'
import { createConnectionQueue } from './connection-queue.ts'

export type ConnectionPool = {
  /** For Prisma and for plain statements. */
  readonly pool: pg.Pool
  readonly circuit: Circuit
  /** `busy` and `waiting` now; `shed` since the start. */
  load(): { busy: number; waiting: number; shed: number }
  close(): Promise<void>
}

export type PoolOptions = {
  readonly size: number
  /** Nobody is left to wait longer than about this for a connection. */
  readonly mostWaitMs: number
  /** What the server ends by itself: settings of its own. */
  readonly limits: Partial<pg.PoolConfig>
  /** Whether connections lead through a network: it may swallow what is sent. */
  readonly isRemote: boolean
}

const CONNECT_MS = 2_000
const LOOK_EVERY_MS = 250
/** A held connection that is silent for so long is looked at: a healthy server may just be slow. */
const SILENT_MS = 1_500
/** Longer than any statement may take: whatever the probe says, this one is dead. */
const DEAD_MS = 6_500

/** Waits for a connection no longer than two seconds; the pool's own limit is for its whole line. */
class Connection extends pg.Client {
  constructor(config: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS })
  }
}

/** The parts of a client that `pg` has and its types do not say. */
type Inside = {
  readonly readyForQuery: boolean
  readonly connection: {
    readonly stream: {
      readonly bytesRead: number
      readonly bytesWritten: number
      destroy(error?: Error): void
    }
  }
}
const inside = (client: pg.Client | pg.PoolClient) => client as unknown as Inside

/**
 * Connections for a process. Who asks for one is refused at once while the database is away
 * (`DatabaseAwayError`), and soon when too many wait (`DatabaseBusyError`). A network that drops
 * packets says nothing: so a connection that stays silent has another one look whether the server is
 * there, and when it is not, everything under way ends.
 */
export function createConnectionPool(
  connection: pg.PoolConfig,
  { size, mostWaitMs, limits, isRemote }: PoolOptions,
): ConnectionPool {
  const pool = new pg.Pool({
    ...connection,
    ...limits,
    max: size,
    Client: Connection as unknown as new () => pg.ClientBase,
  })
  // A connection that the server closes while nobody uses it is replaced at the next use.
  pool.on('error', () => {})
  const probe = () => probeServer(connection, isRemote ? CONNECT_MS : DEAD_MS)
  const circuit = createCircuit(probe)
  const all = new Set<pg.PoolClient>()
  pool.on('connect', (client) => all.add(client))
  pool.on('remove', (client) => all.delete(client))

  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  const queue = createConnectionQueue({ size, mostWaitMs }, async () => {
    const refusal = circuit.away()
    if (refusal !== undefined) throw new DatabaseAwayError(refusal.reason)
    try {
      return await connect()
    } catch (error) {
      circuit.open(error)
      throw new DatabaseAwayError('no connection can be made', { cause: error })
    }
  })
  pool.on('release', (_error, client) => queue.released(client))
  circuit.onOpen((error) => {
    queue.refuse(error)
    for (const client of all) inside(client).connection.stream.destroy(error)
  })
  pool.connect = guarded(() => {
    const away = circuit.away()
    if (away !== undefined) return Promise.reject(new DatabaseAwayError(away.reason))
    return queue.take()
  })

  const silence = watchSilence(all, probe, circuit)
  const timer = setInterval(() => {
    queue.trim()
    if (isRemote) silence.look()
  }, LOOK_EVERY_MS)
  timer.unref()
  return {
    pool,
    circuit,
    load: () => queue.state(),
    close: async () => {
      clearInterval(timer)
      circuit.stop()
      await pool.end()
    },
  }
}

/** `connect` in both of its forms: Prisma awaits it, `pool.query` hands in a function. */
function guarded(take: () => Promise<pg.PoolClient>): pg.Pool['connect'] {
  type Answer = (error?: Error, client?: pg.PoolClient, done?: (error?: Error) => void) => void
  const connect = (answer?: Answer) => {
    const taken = take()
    if (answer === undefined) return taken
    taken.then(
      (client) => answer(undefined, client, (error) => client.release(error)),
      (error: Error) => answer(error, undefined, () => {}),
    )
    return undefined
  }
  return connect as pg.Pool['connect']
}

async function probeServer(connection: pg.PoolConfig, limitMs: number): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: limitMs })
  client.on('error', () => {})
  // A polite end would wait for an answer that may never come.
  const drop = () => inside(client).connection.stream.destroy()
  const limit = setTimeout(drop, limitMs)
  try {
    await client.connect()
    await client.query('SELECT 1')
  } finally {
    clearTimeout(limit)
    drop()
  }
}

type Heard = { bytes: number; at: number }

function watchSilence(
  clients: ReadonlySet<pg.PoolClient>,
  probe: () => Promise<void>,
  circuit: Circuit,
) {
  const heard = new WeakMap<pg.PoolClient, Heard>()
  let probing = false

  /** Milliseconds without a byte while a statement is under way. */
  const silentFor = (client: pg.PoolClient, now: number): number => {
    const { connection, readyForQuery } = inside(client)
    const bytes = connection.stream.bytesRead + connection.stream.bytesWritten
    const before = heard.get(client)
    if (readyForQuery || before?.bytes !== bytes) {
      heard.set(client, { bytes, at: now })
      return 0
    }
    return now - before.at
  }
  return {
    look: () => {
      const now = performance.now()
      let longest = 0
      for (const client of clients) {
        const silent = silentFor(client, now)
        if (silent > DEAD_MS) inside(client).connection.stream.destroy()
        longest = Math.max(longest, silent)
      }
      if (longest < SILENT_MS || probing || circuit.away() !== undefined) return
      probing = true
      probe().then(
        () => (probing = false),
        (error: unknown) => {
          probing = false
          circuit.open(error)
        },
      )
    },
  }
}
