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
 * Yanks releases for somebody who may, or takes the yanks back (`reason` undefined): all, or none.
 * @throws ProblemError `not_found` or `forbidden`.
 */
export async function setYank(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  { project: name, versions }: { project: string; versions: readonly string[] },
  reason: string | undefined,
): Promise<ReleaseSummary[]> {
  const { releases, normalizedName, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, name, caller)
    refuseUnlessAllowed(project, caller, 'yank', 'yank')
    const change = { versions, reason, actor: actorOf(caller), origin }
    const changed = await changeYank(tx, deps, project, change)
    return { ...changed, normalizedName: project.normalizedName }
  })
  if (serial !== undefined) {
    await deps.pages.announce(normalizedName, serial)
    void deps.outbox.flush()
  }
  return releases.map(presentReleaseSummary)
}
