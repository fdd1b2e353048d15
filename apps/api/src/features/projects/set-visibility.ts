import type { setProjectVisibility as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { changeVisibility } from './change-visibility.ts'
import { refuseUnlessAllowed } from './projects.policy.ts'
import { lockProject } from './projects.queries.ts'

/** An owner makes a project public or private. */
export const setVisibility: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const { visibility } = body
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'set-visibility', 'manage')
    const change = { visibility, actor: actorOf(caller), origin }
    return {
      name: project.normalizedName,
      serial: await changeVisibility(tx, deps, project, change),
    }
  })
  if (serial !== undefined) await deps.pages.announce(name, serial)
  return { visibility }
}
