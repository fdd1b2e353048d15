import type { ReleaseSummary } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { changeYank } from './change-yank.ts'
import { presentReleaseSummary } from './present-release.ts'

/**
 * Yanks a release for somebody who may, or takes the yank back (`reason` undefined).
 * @throws ProblemError `not_found` or `forbidden`.
 */
export async function setYank(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  { project: name, version }: { project: string; version: string },
  reason: string | undefined,
): Promise<ReleaseSummary> {
  const { release, normalizedName, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, name, caller)
    refuseUnlessAllowed(project, caller, 'yank', 'yank')
    const change = { version, reason, actor: actorOf(caller), origin }
    const changed = await changeYank(tx, deps, project, change)
    return { ...changed, normalizedName: project.normalizedName }
  })
  await deps.pages.announce(normalizedName, serial)
  return presentReleaseSummary(release)
}
