import type { Deps } from '../../deps.ts'
import type { PlacedRelease } from './find-place.ts'
import type { Publisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Whether a release that exists takes one more file.
 * @throws UploadRefusal for a closed release (its first upload is too long ago) or a second sdist.
 */
export function checkRelease(
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  release: Pick<PlacedRelease, 'version' | 'createdAt' | 'sdist'>,
  file: {
    projectName: string
    kind: 'sdist' | 'wheel'
    publisher: Pick<Publisher, 'kind'>
  },
): void {
  const days = config.CLOSE_RELEASES_AFTER_DAYS
  const age = clock.now().getTime() - release.createdAt.getTime()
  if (file.publisher.kind === 'caller' && days > 0 && age > days * DAY_MS) {
    throw new UploadRefusal(
      400,
      'release-closed',
      `Release ${release.version} of ${file.projectName} is closed: its first file is more than ${days} days old. Publish a new version.`,
    )
  }
  if (file.kind !== 'sdist' || release.sdist === null) return
  throw new UploadRefusal(
    400,
    'second-sdist',
    `Only one sdist may be uploaded for a release; ${release.version} has '${release.sdist}'.`,
  )
}
