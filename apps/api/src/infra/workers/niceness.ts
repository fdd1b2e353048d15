import { setPriority } from 'node:os'

/**
 * Of 0 (as everybody) to 19: a busy processor gives such a thread a third of what it gives to 0, so that
 * pages are answered while passwords are hashed and archives read. Linux alone counts niceness by
 * thread: elsewhere it would make the whole process stand back. Where a job has little time by the
 * clock (READMEs), no thread stands back.
 */
export const NICENESS = process.platform === 'linux' ? 5 : 0

/** Lets the main thread go first: for the calling worker thread, where no pool does it. */
export function standBack(): void {
  if (NICENESS === 0) return
  try {
    setPriority(NICENESS)
  } catch {
    // A sandbox may forbid it; the work is the same.
  }
}
