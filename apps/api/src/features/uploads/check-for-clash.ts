import type { Db, Tx } from '../../infra/db/database.ts'
import type { ReceivedFile } from './hash-stream.ts'
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
  const found = await db.file.findMany({
    where: { OR: [{ filename }, { blake2b256 }] },
    select: {
      filename: true,
      sha256: true,
      blake2b256: true,
      state: true,
      project: { select: { visibility: true } },
    },
  })
  const published = found.filter(({ state }) => state === 'published')
  const namesake = published.find((other) => other.filename === filename)
  if (namesake?.sha256 === sha256 && namesake.blake2b256 === blake2b256) return true
  if (namesake !== undefined) {
    refuse(
      'file-exists',
      `File already exists ('${filename}', with other content). Use a new version or build number.`,
    )
  }
  const burnt = await db.burntFilename.findUnique({ where: { filename } })
  if (published.length === 0 && burnt !== null) {
    refuse(
      'filename-burnt',
      'This filename was previously used by a file that has been deleted. Use a new version or build number.',
    )
  }
  const twin = found[0]
  if (twin === undefined) return false
  // What a private project has stays unknown to strangers.
  const where = twin.project.visibility === 'public' ? ` as '${twin.filename}'` : ''
  return refuse('file-exists', `File already exists (the same content is here${where}).`)
}

function refuse(reason: string, message: string): never {
  throw new UploadRefusal(400, reason, message)
}
