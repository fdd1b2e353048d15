import { setTimeout as sleep } from 'node:timers/promises'

/** The database cannot be reached; nothing was asked of it. */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError'
}

/** Why the database is away, in words that name neither host nor account. */
export type Away = { readonly since: Date; readonly reason: string }

export type Circuit = {
  /** Undefined while the database is there. */
  away(): Away | undefined
  /** A connection could not be made, or one does not answer: from now on nobody waits for another. */
  open(error: unknown): void
  /** Calls `listener` each time the database goes; gives back how to stop that. */
  onOpen(listener: (error: DatabaseAwayError) => void): () => void
  /** Calls `listener` each time the database is back. */
  onClose(listener: () => void): void
  stop(): void
}

const PROBE_EVERY_MS = 500

/**
 * A circuit breaker: once a connection fails, requests are refused at once instead of each waiting
 * for its own timeout, and one `probe` at a time looks whether the database is back.
 */
export function createCircuit(probe: () => Promise<void>): Circuit {
  const openListeners = new Set<(error: DatabaseAwayError) => void>()
  const closeListeners = new Set<() => void>()
  let away: Away | undefined
  let stopped = false

  const watch = async (): Promise<void> => {
    while (!stopped) {
      await sleep(PROBE_EVERY_MS, undefined, { ref: false })
      try {
        await probe()
      } catch (error) {
        if (away !== undefined) away = { ...away, reason: reasonOf(error) }
        continue
      }
      away = undefined
      for (const listener of closeListeners) listener()
      return
    }
  }
  return {
    away: () => away,
    open: (error) => {
      if (away !== undefined || stopped) return
      away = { since: new Date(), reason: reasonOf(error) }
      void watch()
      const refusal = new DatabaseAwayError(away.reason, { cause: error })
      for (const listener of openListeners) listener(refusal)
    },
    onOpen: (listener) => {
      openListeners.add(listener)
      return () => void openListeners.delete(listener)
    },
    onClose: (listener) => void closeListeners.add(listener),
    stop: () => {
      stopped = true
    },
  }
}

/** PostgreSQL's classes of errors (its manual, appendix A) and those of the system. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(ECONNREFUSED|ENOENT)$/, 'nothing listens there'],
  [/^(ENOTFOUND|EAI_)/, 'its host is unknown'],
  [/^57P0/, 'it starts or stops'],
  [/^53/, 'it has no connection left'],
  [/^(28|3D)/, 'it lets us not in'],
  [/^(ECONNRESET|EPIPE)$/, 'it closed the connection'],
]

function reasonOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'it does not answer'
}
