import type { Deps } from '../../deps.ts'
import { endDeletions } from './end-deletions.ts'

const EVERY_MS = 60_000

export type DeletionEnds = { stop(): Promise<void> }

/** Looks every minute for deletions that are final; of the processes of a host one does. */
export function startDeletionEnds(
  deps: Pick<Deps, 'db' | 'clock' | 'logger' | 'config'>,
): DeletionEnds {
  let round: Promise<void> = Promise.resolve()
  const look = (): void => {
    if (deps.config.READ_ONLY) return
    round = round
      .then(() => endDeletions(deps))
      .catch((error: unknown) => {
        deps.logger.error({ err: error }, 'deletions not ended')
      })
  }
  const timer = setInterval(look, EVERY_MS).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}
