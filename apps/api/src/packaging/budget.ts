import { PackagingError } from './packaging-error.ts'

/** What one inspection may cost. */
export interface InspectionBudget {
  /** Wall-clock time for the whole inspection. */
  readonly milliseconds: number
  /** Members of an archive, folders included. */
  readonly members: number
  /** Bytes that a tar archive may have once unzipped. */
  readonly tarBytes: number
}

export const DEFAULT_BUDGET: InspectionBudget = {
  milliseconds: 60_000,
  members: 100_000,
  tarBytes: 2 * 1024 ** 3,
}

/** Below this many unpacked bytes no ratio makes an archive a bomb (PyPI's rule). */
export const BOMB_FLOOR = 64 * 1024 ** 2

/** Above the floor, an archive may unpack to this many times its own size (PyPI's rule). */
export const BOMB_RATIO = 50

/** METADATA and PKG-INFO are read into memory up to this size. */
export const MAX_METADATA_BYTES = 8 * 1024 ** 2

/** WHEEL and entry_points.txt, which are short lists. */
export const MAX_LIST_BYTES = 1024 ** 2

/** RECORD of the largest permitted wheel (100,000 members) fits well into this. */
export const MAX_RECORD_BYTES = 64 * 1024 ** 2

/** Throws once the time of an inspection is used up; cheap enough to call per member or chunk. */
export class Deadline {
  readonly #end: number

  constructor(milliseconds: number) {
    this.#end = performance.now() + milliseconds
  }

  /** @throws PackagingError `time-budget` */
  check(): void {
    if (performance.now() > this.#end) {
      throw new PackagingError(
        'time-budget',
        'Invalid distribution file: it takes too long to inspect; pack fewer or smaller members.',
      )
    }
  }
}

/** All member names of an archive together, in characters: keeps the memory of a walk bounded. */
export const MAX_NAMES_LENGTH = 32 * 1024 ** 2
