import { join } from 'node:path'
import type { Deps } from '../../deps.ts'
import { purgeChanges, type Purger } from './purge-changes.ts'
import { purgeTarget } from './purge-target.ts'

/** Starts it where the operator has a cache to tell (`PURGE_URL`). Of a private index none keeps anything. */
export async function startPurger(
  { PURGE_URL, PURGE_HEADER, PRIVATE_INDEX, DATA_DIR }: Deps['config'],
  { database, metrics, logger }: Deps,
): Promise<Purger | undefined> {
  if (PURGE_URL === undefined || PRIVATE_INDEX) return undefined
  const target = purgeTarget(PURGE_URL, PURGE_HEADER)
  const stateFile = join(DATA_DIR, 'cache', 'purged-serial')
  return purgeChanges({ database, metrics, logger, target, stateFile })
}
