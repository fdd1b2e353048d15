import type { ReleaseSummary } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { releaseKey } from './find-release.ts'
import { presentReleaseSummary, withFileCount } from './present-release.ts'

/**
 * Yanks a release (PEP 592) or takes the yank back (`reason` undefined), with its page, event and
 * journal. Yanking a yanked release again changes its reason.
 * @throws ProblemError `not_found` or `forbidden`.
 */
export async function setYank(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  params: { project: string; version: string },
  reason: string | undefined,
): Promise<ReleaseSummary> {
  const { summary, name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'yank', 'yank')
    const release = await tx.release.findUnique({
      where: { projectId_canonicalVersion: releaseKey(project.id, params.version) },
      include: { files: { select: { sortKey: true } } },
    })
    if (release?.state !== 'published') throw notFound(`The release ${params.version}`)
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
    const actor = actorOf(caller)
    await recordEvent(tx, {
      kind: yank ? 'release-yanked' : 'release-unyanked',
      actor,
      at,
      projectId: project.id,
      details: { version: release.version, ...(yank ? { reason } : {}) },
      from: { origin, secrets: deps.secrets },
    })
    await rewritePages(
      tx,
      project,
      release.files.map((file) => file.sortKey),
    )
    const next = await advanceIndex(tx, [
      {
        project,
        version: release.version,
        action: yank ? 'yank release' : 'unyank release',
        actor: actor.name,
        at,
      },
    ])
    return {
      summary: presentReleaseSummary(updated),
      name: project.normalizedName,
      serial: next,
    }
  })
  await deps.pages.announce(name, serial)
  return summary
}
