import type { Db, Tx } from '../../infra/db/database.ts'
import type { ReceivedFile } from './receive-form.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Whether exactly this file is here already (nothing is to be done then).
 * @throws UploadRefusal for the same name with other bytes (twine looks for the words "File already
 *   exists"), the same bytes under another name, and names that were used once.
 */
export async function checkForClash(
  db: Db | Tx,
  file: Pick<ReceivedFile, 'filename' | 'sha256' | 'blake2b256'>,
): Promise<boolean> {
  const { filename, sha256, blake2b256 } = file
  const burnt = await db.burntFilename.findUnique({ where: { filename } })
  if (burnt !== null) {
    throw new UploadRefusal(
      400,
      'filename-burnt',
      'This filename was used by a file that has been deleted. Use a new version or build number.',
    )
  }
  const found = await db.file.findFirst({
    where: { OR: [{ filename }, { blake2b256 }] },
    select: { filename: true, sha256: true, blake2b256: true },
  })
  if (found === null) return false
  const same =
    found.filename === filename && found.sha256 === sha256 && found.blake2b256 === blake2b256
  if (same) return true
  throw new UploadRefusal(
    400,
    'file-exists',
    found.filename === filename
      ? `File already exists ('${filename}', with other content). Use a new version or build number.`
      : `File already exists (the same content is here as '${found.filename}').`,
  )
}
