import type pg from 'pg'

/** More wait for a connection than can be served soon. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError'
}

export type ConnectionQueue = {
  /**
   * A connection, in the order of asking. Rejects with what `acquire` rejects with, with what
   * `refuse` was given, or with `DatabaseBusyError`.
   */
  take(): Promise<pg.PoolClient>
  /** To be called when a connection is given back. */
  released(client: pg.PoolClient): void
  /** Ends the wait of all who have no connection yet. */
  refuse(error: Error): void
  /** Sheds those who would wait too long, by how long connections are held now. */
  trim(): void
  state(): { busy: number; waiting: number; shed: number }
}

type Waiter = { resolve(client: pg.PoolClient): void; reject(error: Error): void }

/** Weight of the newest hold in the running mean. */
const NEWEST = 0.1

/**
 * Who waits for one of `size` connections. A fixed length would refuse short bursts of quick work and
 * keep a long line for slow work; so the line may be as long as it can be served within about
 * `mostWaitMs`, and its end is sent away as soon as that cannot be kept.
 */
export function createConnectionQueue(
  { size, mostWaitMs }: { size: number; mostWaitMs: number },
  acquire: () => Promise<pg.PoolClient>,
): ConnectionQueue {
  const waiting: Waiter[] = []
  const heldSince = new Map<pg.PoolClient, number>()
  let starting = 0
  let shed = 0
  let meanHoldMs = 1

  const room = () => heldSince.size + starting < size
  const mayWait = () => {
    const now = performance.now()
    let ages = 0
    for (const since of heldSince.values()) ages += now - since
    const holdMs = Math.max(meanHoldMs, heldSince.size === 0 ? 0 : ages / heldSince.size)
    return Math.max(size, Math.floor((mostWaitMs * size) / holdMs))
  }
  const start = (waiter: Waiter) => {
    starting += 1
    acquire().then(
      (client) => {
        starting -= 1
        heldSince.set(client, performance.now())
        waiter.resolve(client)
      },
      (error: Error) => {
        starting -= 1
        waiter.reject(error)
        startNext()
      },
    )
  }
  const startNext = () => {
    while (waiting.length > 0 && room()) start(waiting.shift()!)
  }
  const send = (waiter: Waiter) => {
    shed += 1
    waiter.reject(new DatabaseBusyError('too many wait for a connection'))
  }
  return {
    take: () =>
      new Promise((resolve, reject) => {
        const waiter = { resolve, reject }
        if (room()) start(waiter)
        else if (waiting.length < mayWait()) waiting.push(waiter)
        else send(waiter)
      }),
    released: (client) => {
      const since = heldSince.get(client)
      if (since === undefined) return
      heldSince.delete(client)
      meanHoldMs += (performance.now() - since - meanHoldMs) * NEWEST
      startNext()
    },
    refuse: (error) => {
      for (const waiter of waiting.splice(0)) waiter.reject(error)
    },
    trim: () => {
      if (waiting.length === 0) return
      for (const waiter of waiting.splice(mayWait())) send(waiter)
    },
    state: () => ({ busy: heldSince.size, waiting: waiting.length, shed }),
  }
}
