import type { Place } from './find-place.ts'
import type { ReceivedFile } from './hash-stream.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Whether exactly this file is here already (nothing is to be done then).
 * @throws UploadRefusal for the same name with other bytes (twine looks for the words "File already
 *   exists"), the same bytes under another name, and names that were used once.
 */
export function checkForClash(
  { rivals, isBurnt }: Pick<Place, 'rivals' | 'isBurnt'>,
  file: Pick<ReceivedFile, 'filename' | 'sha256' | 'blake2b256'>,
): boolean {
  const { filename, sha256, blake2b256 } = file
  const published = rivals.filter(({ state }) => state === 'published')
  const namesake = published.find((other) => other.filename === filename)
  if (namesake?.sha256 === sha256 && namesake.blake2b256 === blake2b256) return true
  if (namesake !== undefined) {
    refuse(
      'file-exists',
      `File already exists ('${filename}', with other content). Use a new version or build number.`,
    )
  }
  if (published.length === 0 && isBurnt) {
    refuse(
      'filename-burnt',
      'This filename was previously used by a file that has been deleted. Use a new version or build number.',
    )
  }
  const twin = rivals[0]
  if (twin === undefined) return false
  // What a private project has stays unknown to strangers.
  const where = twin.visibility === 'public' ? ` as '${twin.filename}'` : ''
  return refuse('file-exists', `File already exists (the same content is here${where}).`)
}

function refuse(reason: string, message: string): never {
  throw new UploadRefusal(400, reason, message)
}
