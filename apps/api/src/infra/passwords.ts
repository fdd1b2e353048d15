import {
  normalizePassword,
  type PasswordContext,
  type PasswordVerdict,
} from '@wheelhouse/shared-types'
import { createWorkerPool } from './workers/worker-pool.ts'
import type { HashCost, PasswordJob, PasswordResult } from './workers/password-worker.ts'
import type { StrengthJob } from './workers/strength-worker.ts'

export type Passwords = {
  /** PHC string of the NFKC form. */
  hash(password: string): Promise<string>
  /** Costs the same for an unknown user (`hash` undefined). */
  verify(password: string, hash: string | undefined): Promise<{ right: boolean; outdated: boolean }>
  judge(password: string, context: PasswordContext): Promise<PasswordVerdict>
  close(): Promise<void>
}

/** OWASP's figures; a row with other ones is hashed anew at the next sign-in. */
const HASH_COST: HashCost = { memory: 19_456, passes: 2 }

/**
 * Hashing and scoring in threads, with bounded queues; `threads` is what the process may use in all.
 * Errors are those of `WorkerPool`.
 */
export function createPasswords(threads: number, cost: HashCost = HASH_COST): Passwords {
  const hashing = createWorkerPool<PasswordJob, PasswordResult>({
    url: new URL('./workers/password-worker.ts', import.meta.url),
    threads: Math.max(1, threads - 1),
    queue: 200,
    timeoutMs: 30_000,
    heapMiB: 64,
  })
  const scoring = createWorkerPool<StrengthJob, PasswordVerdict>({
    url: new URL('./workers/strength-worker.ts', import.meta.url),
    threads: 1,
    queue: 100,
    timeoutMs: 30_000,
    heapMiB: 128,
  })
  return {
    hash: async (password) => {
      const result = await hashing.run({
        kind: 'hash',
        password: normalizePassword(password),
        cost,
      })
      return (result as { hash: string }).hash
    },
    verify: async (password, hash) => {
      const job = { kind: 'verify', password: normalizePassword(password), hash, cost } as const
      return (await hashing.run(job)) as { right: boolean; outdated: boolean }
    },
    judge: (password, context) => scoring.run({ password, context }),
    close: async () => {
      await Promise.all([hashing.close(), scoring.close()])
    },
  }
}
