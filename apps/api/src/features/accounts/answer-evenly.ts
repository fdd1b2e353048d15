import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds. Well above what looking up a name and queueing a mail take. */
const LEAST_MS = 40

/**
 * Does `work`, and ends no sooner than after a fixed time: a mail that is put together for a known
 * name must not be heard in how long the answer takes. A refusal is not held back.
 */
export async function answerEvenly(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), sleep(LEAST_MS)])
}
