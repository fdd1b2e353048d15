import type { Deps } from '../../deps.ts'
import type { FormFields } from '../../packaging/form-metadata.ts'
import { AttestationError } from '../attestations/attestation-error.ts'
import {
  attestingPublisherOf,
  type AttestingPublisher,
} from '../attestations/attesting-publisher.ts'
import type { AttestedFile } from '../attestations/check-statement.ts'
import type { VerifiedProvenance } from '../attestations/verify-attestations.ts'
import { single } from './check-form-fields.ts'
import type { Uploader } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** The field `attestations` of an upload, and who sent it. */
export type SentAttestations = { readonly text: string; readonly publisher: AttestingPublisher }

/**
 * Attestations (PEP 740) say which publisher made a file; an API token proves none.
 * @returns undefined for an upload without attestations.
 * @throws UploadRefusal when somebody else sends some.
 */
export function findAttestations(
  fields: FormFields,
  caller: Uploader,
): SentAttestations | undefined {
  const text = single(fields, 'attestations')
  if (text === undefined) return undefined
  const publisher = attestingPublisherOf(caller)
  if (publisher !== undefined) return { text, publisher }
  throw refuse(
    new AttestationError(
      'attestations-publisher',
      'attestations are only taken from a trusted publisher on GitHub, GitLab or Google Cloud, not with an API token. Upload without attestations.',
    ),
  )
}

/** @throws UploadRefusal for attestations that do not prove that this publisher made this file. */
export async function checkAttestations(
  { attestations, metrics }: Pick<Deps, 'attestations' | 'metrics'>,
  sent: SentAttestations | undefined,
  file: AttestedFile,
): Promise<VerifiedProvenance | undefined> {
  if (sent === undefined) return undefined
  const { filename, sha256 } = file
  try {
    return await metrics.uploads.time('attest', () =>
      attestations.verify(sent.text, sent.publisher, { filename, sha256 }),
    )
  } catch (error) {
    throw error instanceof AttestationError ? refuse(error) : error
  }
}

const refuse = ({ reason, message }: AttestationError) =>
  new UploadRefusal(400, reason, `Invalid attestations supplied during upload: ${message}`)
