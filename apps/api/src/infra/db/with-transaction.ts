import { setTimeout as sleep } from 'node:timers/promises'
import { Prisma } from '@wheelhouse/database'
import type { Db, Tx } from './database.ts'

const MAX_TRIES = 5
const MAX_WAIT_MS = 10_000
const TIMEOUT_MS = 15_000
/** Prisma's write conflict, PostgreSQL's serialization failure and deadlock. */
const RETRIED = ['P2034', '40001', '40P01']

/**
 * Runs `work` in one transaction; only the given `tx` may be used inside, for no I/O, rendering or
 * hashing: the embedded database serves one transaction at a time. Lock order of rows:
 * user, project, release, index clock. Conflicts are tried again with jitter, at most five times.
 */
export async function withTransaction<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.$transaction(work, { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS })
    } catch (error) {
      if (attempt >= MAX_TRIES || !isConflict(error)) throw error
      await sleep(Math.random() * 20 * 2 ** attempt)
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  if (RETRIED.includes(error.code)) return true
  const { meta } = error
  return error.code === 'P2010' && RETRIED.some((code) => JSON.stringify(meta).includes(code))
}

/** Whether a write was refused because a unique value exists; `target` is part of its constraint's or field's name. */
export function isUniqueViolation(error: unknown, target?: string): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    error.code === 'P2002' &&
    (target === undefined || JSON.stringify(error.meta).includes(target))
  )
}
