import { AttestationError, type AttestationReason } from './attestation-error.ts'
import type { AttestingPublisher } from './attesting-publisher.ts'
import type { AttestedFile } from './check-statement.ts'
import { readTrustRoot, type TrustRoot } from './trust-root.ts'
import { verifyAttestations, type VerifiedProvenance } from './verify-attestations.ts'

export type VerificationJob = {
  readonly attestations: string
  readonly publisher: AttestingPublisher
  readonly file: AttestedFile
  /** Path of the trust root. */
  readonly trustRoot: string
}

/** A refusal is an answer, not a fault: it crosses the worker boundary as a value. */
export type VerificationAnswer =
  | { readonly verified: VerifiedProvenance }
  | { readonly refused: { readonly reason: AttestationReason; readonly message: string } }

let root: Promise<TrustRoot> | undefined

/** Entry of the worker pool (piscina calls the default export with each job). */
export default async function verifyInWorker(job: VerificationJob): Promise<VerificationAnswer> {
  root ??= readTrustRoot(job.trustRoot)
  const trusted = await root
  try {
    const { attestations, publisher, file } = job
    return { verified: verifyAttestations(attestations, publisher, file, trusted) }
  } catch (error) {
    if (!(error instanceof AttestationError)) throw error
    return { refused: { reason: error.reason, message: error.message } }
  }
}
