import { FilePublisher, FileAttestation } from '@wheelhouse/shared-types'
import * as z from 'zod'
import { Provenance } from './attestation.ts'
import { AttestationError } from './attestation-error.ts'
import { checkStatement, type AttestedFile } from './check-statement.ts'

const Summary = z.object({
  publisher: FilePublisher,
  attestations: z.array(FileAttestation),
})

/**
 * What is wrong with a provenance that is stored for a file: its form, what its statements are about,
 * or a summary that tells of others. Signatures were verified when it was stored.
 */
export function findProvenanceFault(
  { body, summary }: { readonly body: unknown; readonly summary: unknown },
  file: AttestedFile,
): string | undefined {
  const provenance = Provenance.safeParse(body)
  if (!provenance.success) return 'it is no provenance object'
  const shown = Summary.safeParse(summary)
  if (!shown.success) return 'its summary cannot be read'
  const { attestations } = provenance.data.attestation_bundles[0]!
  try {
    const types = attestations.map(({ envelope, verification_material: material }) => [
      checkStatement(Buffer.from(envelope.statement, 'base64'), file),
      material.transparency_entries[0]!.logIndex,
    ])
    const told = shown.data.attestations.map((one) => [one.predicateType, one.logIndex])
    return JSON.stringify(types) === JSON.stringify(told)
      ? undefined
      : 'its summary tells of other attestations'
  } catch (error) {
    if (!(error instanceof AttestationError)) throw error
    return error.message
  }
}
