import {
  fieldError,
  validationFailed,
  type updateProfile as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { lockUser } from './accounts.queries.ts'
import { presentAccount } from './present-account.ts'

/** Changes the name, or which verified address others may see. */
export const updateProfile: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  return withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, caller.user.id)
    if (user === undefined) throw notAuthenticated()
    const name = body.name ?? user.name
    if (name !== user.name) await tx.user.update({ where: { id: user.id }, data: { name } })
    if (body.publicEmail !== undefined) await publish(tx, user.id, body.publicEmail)
    await recordEvent(tx, {
      kind: 'profile-changed',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId: user.id,
      from: { origin, secrets: deps.secrets },
    })
    return presentAccount({ ...user, name })
  })
}

/** @throws ProblemError `validation_failed` for what is not a verified address of this person. */
async function publish(tx: Tx, userId: string, id: string | null): Promise<void> {
  await tx.emailAddress.updateMany({ where: { userId, isPublic: true }, data: { isPublic: false } })
  if (id === null) return
  const { count } = await tx.emailAddress.updateMany({
    where: { id, userId, verifiedAt: { not: null } },
    data: { isPublic: true },
  })
  if (count === 1) return
  throw validationFailed([
    fieldError('body/publicEmail', 'not_one_of', 'is not a verified address of yours'),
  ])
}
