import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { releaseKey } from './find-release.ts'
import { withFileCount } from './present-release.ts'

export type YankChange = {
  readonly version: string
  /** Empty for a yank without one; undefined takes the yank back. */
  readonly reason: string | undefined
  readonly actor: Actor
  /** Where the request came from; an operator's command comes from nowhere. */
  readonly origin?: Origin
}

/**
 * Yanks a release of a locked project (PEP 592) or takes the yank back, with its page, event and
 * journal. Yanking a yanked release again changes its reason.
 * @throws ProblemError `not_found`
 */
export async function changeYank(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'secrets'>,
  project: ProjectWithRoles,
  { version, reason, actor, origin }: YankChange,
) {
  const release = await tx.release.findUnique({
    where: { projectId_canonicalVersion: releaseKey(project.id, version) },
    include: { files: { select: { sortKey: true } } },
  })
  if (release?.state !== 'published') throw notFound(`The release ${version}`)
  const at = deps.clock.now()
  const yank = reason !== undefined
  const updated = await tx.release.update({
    where: { id: release.id },
    data: {
      yankedAt: yank ? (release.yankedAt ?? at) : null,
      yankedReason: reason === undefined || reason === '' ? null : reason,
    },
    include: withFileCount,
  })
  await refreshLatest(tx, project.id)
  await recordEvent(tx, {
    kind: yank ? 'release-yanked' : 'release-unyanked',
    actor,
    at,
    projectId: project.id,
    details: { version: release.version, ...(yank ? { reason } : {}) },
    ...(origin === undefined ? {} : { from: { origin, secrets: deps.secrets } }),
  })
  await rewritePages(
    tx,
    project,
    release.files.map((file) => file.sortKey),
  )
  const serial = await advanceIndex(tx, [
    {
      project,
      version: release.version,
      action: yank ? 'yank release' : 'unyank release',
      actor: actor.name,
      at,
    },
  ])
  return { release: updated, serial }
}
