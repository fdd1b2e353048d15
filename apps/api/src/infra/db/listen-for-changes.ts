import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CHANGE_CHANNEL } from './embedded.ts'

export type ChangeListener = {
  /** Tries at once instead of at its next time. */
  hurry(): void
  stop(): Promise<void>
}

const CONNECT_MS = 2_000
const BEAT_EVERY_MS = 5_000
const BEAT_MS = 2_000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

/**
 * Hears `NOTIFY` on a connection of its own, which is made again whenever it ends or stays silent.
 * What was said in between is lost: so `listener` is called after each new connection too.
 */
export function listenForChanges(connection: pg.PoolConfig, listener: () => void): ChangeListener {
  const stopped = new AbortController()
  let pause = new AbortController()
  let waitMs = FIRST_WAIT_MS

  const hear = async (): Promise<void> => {
    const client = new pg.Client({
      ...connection,
      application_name: 'wheelhouse news',
      connectionTimeoutMillis: CONNECT_MS,
    })
    const drop = () =>
      (
        client as unknown as { connection: { stream: { destroy(): void } } }
      ).connection.stream.destroy()
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('error', () => {})
    client.on('notification', listener)
    stopped.signal.addEventListener('abort', drop)
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANGE_CHANNEL}`)
      waitMs = FIRST_WAIT_MS
      listener()
      // A network that swallows packets does not end a connection.
      while (!stopped.signal.aborted) {
        const over = await Promise.race([
          ended.then(() => true),
          sleep(BEAT_EVERY_MS, false, { ref: false, signal: stopped.signal }),
        ])
        if (over) break
        const late = setTimeout(drop, BEAT_MS)
        await client.query('SELECT 1').finally(() => clearTimeout(late))
      }
    } finally {
      stopped.signal.removeEventListener('abort', drop)
      drop()
    }
  }
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await hear().catch(() => {
        // Whatever it was, the next try tells whether it is over; the poll sees changes meanwhile.
      })
      if (stopped.signal.aborted) return
      pause = new AbortController()
      const wait = waitMs * (0.5 + Math.random() / 2)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
      await sleep(wait, undefined, { ref: false, signal: pause.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    hurry: () => pause.abort(),
    stop: async () => {
      stopped.abort()
      pause.abort()
      await running
    },
  }
}
