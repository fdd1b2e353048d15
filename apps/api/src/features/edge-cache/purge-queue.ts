/** Keys that go out together. `after` is the serial up to which all was purged before them. */
export type Batch = {
  readonly keys: ReadonlySet<string>
  readonly after: bigint
  /** Milliseconds of the clock that the queue is asked with. */
  readonly dueAt: number
  /** They were purged once already. */
  readonly isSecond: boolean
  readonly failures: number
}

/** A page may be asked for between the purge and the moment at which the last process knows the change. */
export const SECOND_AFTER_MS = 5_000
/** Second purges that are due so close together go out as one. */
const TOGETHER_MS = 1_000
const FIRST_RETRY_MS = 250
const MOST_RETRY_MS = 60_000

/** What waits to be purged, in memory; the journal is what it is made of again after a restart. */
export function createPurgeQueue() {
  let batches: Batch[] = []
  return {
    add: (keys: ReadonlySet<string>, after: bigint, now: number) => {
      if (keys.size > 0) batches.push({ keys, after, dueAt: now, isSecond: false, failures: 0 })
    },
    /** The batches that are due, taken out. To be given back with `settle`. */
    take: (now: number): Batch[] => {
      const due = batches.filter(({ dueAt }) => dueAt <= now)
      batches = batches.filter(({ dueAt }) => dueAt > now)
      return due
    },
    /** What was purged comes a second time if it was the first; what failed comes again later each time. */
    settle: (
      { after, isSecond, failures }: Batch,
      { purged, failed }: { purged: ReadonlySet<string>; failed: ReadonlySet<string> },
      now: number,
    ) => {
      if (!isSecond && purged.size > 0) {
        const dueAt = now + SECOND_AFTER_MS
        const near = batches.findIndex(
          (batch) => batch.isSecond && batch.failures === 0 && dueAt - batch.dueAt < TOGETHER_MS,
        )
        const with_ = near === -1 ? undefined : batches.splice(near, 1)[0]
        batches.push({
          keys: new Set([...(with_?.keys ?? []), ...purged]),
          after: with_ !== undefined && with_.after < after ? with_.after : after,
          dueAt: with_?.dueAt ?? dueAt,
          isSecond: true,
          failures: 0,
        })
      }
      if (failed.size > 0) {
        const wait = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
        const batch = { keys: failed, after, isSecond, failures: failures + 1 }
        batches.push({ ...batch, dueAt: now + wait })
      }
    },
    size: () => batches.reduce((sum, { keys }) => sum + keys.size, 0),
    nextDueAt: () => Math.min(...batches.map(({ dueAt }) => dueAt)),
    /** The serial up to which nothing waits any more, when everything up to `seen` was added. */
    doneUpTo: (seen: bigint) =>
      batches.reduce((least, { after }) => (after < least ? after : least), seen),
  }
}
