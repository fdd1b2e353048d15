import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import type { OpenedProject } from './open-project.ts'
import type { Publication } from './publish-distribution.ts'
import { UploadRefusal } from './upload-refusal.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Whether a release that exists takes one more file.
 * @throws UploadRefusal for a closed release (its first upload is too long ago) or a second sdist.
 */
export async function checkRelease(
  tx: Tx,
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  release: { id: string; version: string; createdAt: Date },
  project: OpenedProject,
  { inspected, publisher }: Pick<Publication, 'file' | 'inspected' | 'publisher'>,
): Promise<void> {
  const days = config.CLOSE_RELEASES_AFTER_DAYS
  const age = clock.now().getTime() - release.createdAt.getTime()
  if (publisher.kind === 'caller' && days > 0 && age > days * DAY_MS) {
    throw new UploadRefusal(
      400,
      'release-closed',
      `Release ${release.version} of ${project.name} is closed: its first file is more than ${days} days old. Publish a new version.`,
    )
  }
  if (inspected.kind !== 'sdist') return
  const sdist = await tx.file.findFirst({
    where: { releaseId: release.id, kind: 'sdist', state: 'published' },
    select: { filename: true },
  })
  if (sdist === null) return
  throw new UploadRefusal(
    400,
    'second-sdist',
    `Release ${release.version} has a source distribution already ('${sdist.filename}'); only one is allowed.`,
  )
}
