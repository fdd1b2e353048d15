import type { FileProvenance } from '@wheelhouse/shared-types'
import { parseAttestations, type Provenance } from './attestation.ts'
import { AttestationError } from './attestation-error.ts'
import {
  presentPublisher,
  summarizePublisher,
  type AttestingPublisher,
} from './attesting-publisher.ts'
import { checkIdentity } from './check-identity.ts'
import { checkStatement, type AttestedFile } from './check-statement.ts'
import type { TrustRoot } from './trust-root.ts'
import { verifySignature } from './verify-signature.ts'

/** What is kept of attestations: the document that is served, and what pages show of it. */
export type VerifiedProvenance = {
  readonly body: Provenance
  readonly summary: Omit<FileProvenance, 'url'>
}

/**
 * Verifies the attestations that a trusted publisher sent with a file (PEP 740, "Index changes"): each
 * signed by that publisher, in the log, and about this file; at most one of each type.
 * @param text the field `attestations` as it was sent.
 * @throws AttestationError with the first thing that does not hold.
 */
export function verifyAttestations(
  text: string,
  publisher: AttestingPublisher,
  file: AttestedFile,
  root: TrustRoot,
): VerifiedProvenance {
  const attestations = parseAttestations(text)
  const shown = attestations.map((attestation) => {
    const { claims, log, logIndex, integratedTime } = verifySignature(attestation, root)
    checkIdentity(claims, publisher)
    const predicateType = checkStatement(
      Buffer.from(attestation.envelope.statement, 'base64'),
      file,
    )
    return {
      predicateType,
      log,
      logIndex,
      integratedTime: integratedTime.toISOString(),
      sourceRepositoryUrl: claims.sourceRepositoryUrl ?? null,
      sourceCommit: claims.sourceCommit ?? null,
      sourceRef: claims.sourceRef ?? null,
      runUrl: claims.runUrl ?? null,
    }
  })
  const types = shown.map(({ predicateType }) => predicateType)
  const repeated = types.find((type, index) => types.indexOf(type) !== index)
  if (repeated !== undefined) {
    throw new AttestationError(
      'attestations-duplicate-type',
      `there are several of the type ${repeated}; send one of each`,
    )
  }
  return {
    body: {
      version: 1,
      attestation_bundles: [{ publisher: presentPublisher(publisher), attestations }],
    },
    summary: { publisher: summarizePublisher(publisher), attestations: shown },
  }
}
