import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { checkNewName } from './check-new-name.ts'
import { checkRelease } from './check-release.ts'
import type { Place } from './find-place.ts'
import type { CallingPublisher } from './publisher.ts'
import { requireUploadRight } from './require-upload-right.ts'

/**
 * Whether the caller may upload to the project of this name, or make it where there is none. What is
 * looked at here is looked at again inside the transaction: this spares a stranger's file the
 * inspection.
 * @throws UploadRefusal
 */
export async function checkTarget(
  deps: Deps,
  { project }: Place,
  name: string,
  publisher: CallingPublisher,
): Promise<void> {
  await requireUploadRight(deps.db, deps.config, project, publisher, normalizeName(name))
  if (project === undefined) await checkNewName(deps, name, publisher)
}

/** @throws UploadRefusal for a closed release or a second sdist. */
export function checkTargetRelease(
  deps: Deps,
  { project, release }: Place,
  filename: string,
  publisher: CallingPublisher,
): void {
  if (project === undefined || release === undefined) return
  checkRelease(deps, release, {
    projectName: project.name,
    kind: filename.endsWith('.whl') ? 'wheel' : 'sdist',
    publisher,
  })
}
