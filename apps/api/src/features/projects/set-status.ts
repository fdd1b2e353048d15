import {
  fieldError,
  validationFailed,
  type setProjectStatus as endpoint,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { changeStatus } from './change-status.ts'
import { findReplacement } from './find-replacement.ts'
import { refuseUnlessAllowed } from './projects.policy.ts'
import { lockProject } from './projects.queries.ts'

/** An owner archives a project, deprecates it with a message and a replacement, or takes that back. */
export const setStatus: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const { project, serial } = await withTransaction(deps.db, async (tx) => {
    const found = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(found, caller, 'set-status', 'manage')
    if (normalizeName(body.replacement) === found.normalizedName) {
      throw validationFailed([
        fieldError('body/replacement', 'same_project', 'a project cannot take its own place'),
      ])
    }
    const change = { ...body, actor: actorOf(caller), origin }
    const next = await changeStatus(tx, deps, found, change)
    return {
      project: await tx.project.findUniqueOrThrow({ where: { id: found.id } }),
      serial: next,
    }
  })
  if (serial !== undefined) await deps.pages.announce(project.normalizedName, serial)
  void deps.outbox.flush()
  return {
    status: project.status,
    statusReason: project.statusReason,
    replacement: await findReplacement(deps.db, project),
  }
}
