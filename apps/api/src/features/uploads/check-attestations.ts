import type { FormFields } from '../../packaging/form-metadata.ts'
import { single } from './check-form-fields.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Attestations (PEP 740) say which publisher made a file; an API token proves none.
 * @throws UploadRefusal when some are sent.
 */
export function checkAttestations(fields: FormFields): void {
  const sent = single(fields, 'attestations')
  // An empty list claims nothing.
  if (sent === undefined || /^\s*\[\s*\]\s*$/.test(sent)) return
  throw new UploadRefusal(
    400,
    'attestations',
    'Invalid attestations supplied during upload: they need a Trusted Publisher, not an API token. Upload without attestations.',
  )
}
