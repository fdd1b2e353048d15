import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

/** Removes rows of one kind that are too old, at most so many; returns how many there were. */
export type RemoveOld = (now: Date, limit: number) => Promise<number>

export type Housekeeping = {
  /** Removes now what is too old. */
  run(): Promise<void>
  stop(): Promise<void>
}

const EVERY_MS = 60 * 60 * 1000
const FIRST_MS = 60_000
/** In one statement: nobody waits long for it. */
const BATCH = 1000

/** Removes once an hour, and soon after the start, what is kept for a time only. */
export function startHousekeeping(parts: {
  removals: readonly RemoveOld[]
  clock: Clock
  logger: Logger
  /** Whether this process does it; of several one does. */
  isElected: boolean
}): Housekeeping {
  const { removals, clock, logger, isElected } = parts
  let round: Promise<void> = Promise.resolve()
  let isStopped = false

  const removeAll = async () => {
    for (const remove of removals) {
      let removed = BATCH
      while (removed === BATCH && !isStopped) removed = await remove(clock.now(), BATCH)
    }
  }
  const run = (): Promise<void> => {
    round = round.then(removeAll).catch((error: unknown) => {
      logger.error({ err: error }, 'old rows not removed')
    })
    return round
  }
  const first = isElected ? setTimeout(() => void run(), FIRST_MS).unref() : undefined
  const timer = isElected ? setInterval(() => void run(), EVERY_MS).unref() : undefined
  return {
    run,
    stop: async () => {
      isStopped = true
      clearTimeout(first)
      clearInterval(timer)
      await round
    },
  }
}
