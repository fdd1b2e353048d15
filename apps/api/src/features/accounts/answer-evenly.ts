import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds. Well above what looking up a name and queueing a mail take. */
const LEAST_MS = 40

/**
 * Does `work`, and ends no sooner than after a fixed time: a mail that is put together for a known
 * name must not be heard in how long the answer takes. A database so slow that the time is over is
 * what `queueNothing` is for. A refusal is not held back: it says nothing that was not to be known.
 */
export async function answerEvenly(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), sleep(LEAST_MS)])
}
