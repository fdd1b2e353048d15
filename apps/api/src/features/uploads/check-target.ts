import { canonicalVersion, normalizeName, parseVersion } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { checkNewName } from './check-new-name.ts'
import { checkRelease } from './check-release.ts'
import type { ReceivedFile } from './hash-stream.ts'
import type { Publisher } from './publisher.ts'
import { checkRoom } from './open-project.ts'
import { checkUploadRight } from './uploads.policy.ts'

type Caller = Extract<Publisher, { kind: 'caller' }>

/** Where an upload goes by what its form states; the file must state the same later. */
export type Target = {
  readonly id: string
  readonly name: string
  /** Bytes of its files. */
  readonly totalSize: bigint
}

/**
 * The project of this name, when the caller may upload to it; undefined when there is none and they
 * may make it. What is found here is looked at again inside the transaction: this spares a
 * stranger's file the inspection.
 * @throws UploadRefusal
 */
export async function checkTarget(
  deps: Deps,
  name: string,
  publisher: Caller,
): Promise<Target | undefined> {
  const project = await deps.db.project.findUnique({
    where: { normalizedName: normalizeName(name) },
    include: { roles: { select: { principalId: true } } },
  })
  checkUploadRight(project ?? undefined, publisher, deps.config)
  if (project === null) await checkNewName(deps, name, publisher)
  return project ?? undefined
}

/**
 * Whether the project and its release of this version take a file of this size and kind.
 * @throws UploadRefusal
 */
export function checkTargetRoom(deps: Deps, target: Target | undefined, file: ReceivedFile): void {
  checkRoom(deps.config.MAX_PROJECT_SIZE, target?.totalSize ?? 0n, file.size)
}

/** @throws UploadRefusal for a closed release or a second sdist. */
export async function checkTargetRelease(
  deps: Deps,
  target: Target | undefined,
  stated: { version: string | undefined; filename: string; publisher: Caller },
): Promise<void> {
  const version = parseVersion(stated.version ?? '')
  if (target === undefined || version === undefined) return
  const release = await deps.db.release.findUnique({
    where: {
      projectId_canonicalVersion: {
        projectId: target.id,
        canonicalVersion: canonicalVersion(version),
      },
    },
  })
  if (release === null) return
  await checkRelease(deps.db, deps, release, {
    projectName: target.name,
    kind: stated.filename.endsWith('.whl') ? 'wheel' : 'sdist',
    publisher: stated.publisher,
  })
}
