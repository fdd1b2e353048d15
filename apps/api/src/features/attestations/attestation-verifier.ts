import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { createWorkerPool } from '../../infra/workers/worker-pool.ts'
import { AttestationError } from './attestation-error.ts'
import type { AttestingPublisher } from './attesting-publisher.ts'
import type { AttestedFile } from './check-statement.ts'
import type { VerifiedProvenance } from './verify-attestations.ts'
import type { VerificationAnswer, VerificationJob } from './verify-worker.ts'

export type AttestationVerifier = {
  /**
   * Verifies attestations in a worker thread; see `verifyAttestations`.
   * @throws AttestationError when they are refused; WorkerBusyError when too many wait.
   */
  verify(
    attestations: string,
    publisher: AttestingPublisher,
    file: AttestedFile,
  ): Promise<VerifiedProvenance>
  close(): Promise<void>
}

/** The public good instance of Sigstore; `data/README.md` says where it comes from. */
export const BUNDLED_TRUST_ROOT = join(import.meta.dirname, 'data/sigstore-trusted-root.json')

/**
 * One thread: the attestations of a file take some milliseconds, their libraries more than that to load.
 * @throws Error with one clear line for a trust root of the operator's that cannot be used.
 */
export async function createAttestationVerifier({
  SIGSTORE_TRUST_ROOT: own,
}: Pick<Config, 'SIGSTORE_TRUST_ROOT'>): Promise<AttestationVerifier> {
  if (own !== undefined) await checkTrustRoot(own)
  const trustRoot = own ?? BUNDLED_TRUST_ROOT
  const pool = createWorkerPool<VerificationJob, VerificationAnswer>({
    url: new URL('./verify-worker.ts', import.meta.url),
    threads: 1,
    queue: 500,
    timeoutMs: 60_000,
    heapMiB: 128,
  })
  return {
    verify: async (attestations, publisher, file) => {
      const answer = await pool.run({ attestations, publisher, file, trustRoot })
      if ('refused' in answer) {
        throw new AttestationError(answer.refused.reason, answer.refused.message)
      }
      return answer.verified
    },
    close: () => pool.close(),
  }
}

/** Before anybody uploads. The libraries are loaded for it only: the server's own thread has no use for them. */
async function checkTrustRoot(path: string): Promise<void> {
  const { readTrustRoot } = await import('./trust-root.ts')
  await readTrustRoot(path).catch((cause: Error) => {
    throw new Error(`SIGSTORE_TRUST_ROOT cannot be used: ${cause.message}`, { cause })
  })
}
