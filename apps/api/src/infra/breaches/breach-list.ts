import { createHash } from 'node:crypto'
import { normalizePassword } from '@wheelhouse/shared-types'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import { openRangeFile } from './range-file.ts'
import { createRangeService } from './range-service.ts'

/** Hexadecimal digits of a SHA-1 by which a list is asked: they fit hundreds of passwords. */
export const PREFIX_LENGTH = 5

/** What answers with the lines of a prefix: the rest of a hash, a colon, and how often it was seen. */
export type RangeSource = {
  /** @throws Error when it cannot be asked. */
  read(prefix: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** A list of breached passwords. It never keeps anybody out by being away: then nothing is listed. */
export type BreachList = {
  /** False where no list is configured. */
  readonly isOn: boolean
  /** The lines of a prefix (5 upper-case hexadecimal digits). @throws Error when it cannot be asked. */
  range(prefix: string): Promise<readonly string[]>
  /** Whether a password is listed. */
  has(password: string): Promise<boolean>
  close(): Promise<void>
}

/**
 * @param source `off`, a `file:` address of a sorted text file, or the `https:` address of a service
 *   with the range protocol of Have I Been Pwned.
 * @throws Error with one clear line for a file that cannot be opened.
 */
export async function openBreachList(
  source: string,
  { metrics, logger }: { metrics: Pick<Metrics, 'breachLookup'>; logger: Logger },
): Promise<BreachList> {
  if (source === 'off') {
    return { isOn: false, range: async () => [], has: async () => false, close: async () => {} }
  }
  const ranges = source.startsWith('file:')
    ? await openRangeFile(new URL(source))
    : createRangeService(source)
  return {
    isOn: true,
    range: (prefix) => ranges.read(prefix),
    has: async (password) => {
      const hash = createHash('sha1')
        .update(normalizePassword(password))
        .digest('hex')
        .toUpperCase()
      try {
        const lines = await ranges.read(hash.slice(0, PREFIX_LENGTH))
        const listed = isListed(lines, hash.slice(PREFIX_LENGTH))
        metrics.breachLookup(listed ? 'found' : 'clear')
        return listed
      } catch (error) {
        metrics.breachLookup('failed')
        logger.warn({ err: error }, 'the list of breached passwords could not be asked')
        return false
      }
    },
    close: () => ranges.close(),
  }
}

/** Lines with a count of zero are padding. */
const isListed = (lines: readonly string[], suffix: string): boolean =>
  lines.some((line) => line.startsWith(`${suffix}:`) && Number(line.slice(suffix.length + 1)) > 0)
