import { ultraNormalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent } from '../events/record-event.ts'
import { settlePending } from '../publishers/settle-pending.ts'
import { adoptGrants } from '../tokens/adopt-grants.ts'
import type { PlacedProject } from './find-place.ts'
import type { Publication } from './publish-distribution.ts'
import { ownerOfNew } from './publisher.ts'
import { claimName } from './refuse-similar-name.ts'
import { requireUploadRight } from './require-upload-right.ts'
import { UploadRefusal } from './upload-refusal.ts'

export type OpenedProject = {
  readonly id: string
  readonly name: string
  readonly normalizedName: string
  readonly created: boolean
}

/**
 * The project of a file, as found under its lock; made with its first owner when there is none.
 * @throws UploadRefusal without the right to upload to it, or when it takes no more.
 */
export async function openProject(
  tx: Tx,
  deps: Pick<Deps, 'config' | 'secrets'>,
  found: PlacedProject | undefined,
  publication: Publication,
  at: Date,
): Promise<OpenedProject> {
  const { inspected, publisher, file } = publication
  const { normalizedName } = inspected
  await requireUploadRight(tx, deps.config, found, publisher, normalizedName)
  checkRoom(deps.config.MAX_PROJECT_SIZE, found?.totalSize, file.size)
  if (found !== undefined) return { ...found, created: false }
  if (publisher.kind === 'caller') await claimName(tx, inspected.name)
  const ownerId = ownerOfNew(publisher, normalizedName)
  const project = await tx.project.create({
    data: {
      name: inspected.name,
      normalizedName,
      foldedName: ultraNormalizeName(inspected.name),
      origin: publisher.kind === 'import' ? publisher.origin : 'hosted',
      createdAt: at,
      updatedAt: at,
      ...(ownerId === null ? {} : { roles: { create: { principalId: ownerId, role: 'owner' } } }),
    },
  })
  if (publisher.kind === 'caller' && ownerId !== null) {
    await adoptGrants(tx, ownerId, { id: project.id, normalizedName })
  }
  await recordEvent(tx, {
    kind: 'project-created',
    actor: publisher.actor,
    at,
    projectId: project.id,
    ...(publisher.kind === 'caller'
      ? { from: { origin: publisher.origin, secrets: deps.secrets } }
      : {}),
  })
  await settlePending(tx, deps, project, { publisher, ownerId, at })
  return { ...project, created: true }
}

/** @throws UploadRefusal when a project of this size (bytes) has no room for a file of that. */
export function checkRoom(limit: number, used: bigint | undefined, size: number): void {
  if ((used ?? 0n) + BigInt(size) <= BigInt(limit)) return
  const [unit, name] = limit < 2 ** 30 ? [2 ** 20, 'MB'] : [2 ** 30, 'GB']
  throw new UploadRefusal(
    400,
    'project-too-large',
    `Project size too large. Limit for this project is ${Math.floor(limit / unit)} ${name} in all its files; delete some, or ask the operator.`,
  )
}
