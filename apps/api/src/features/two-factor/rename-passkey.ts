import type { renamePasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { passkeyNameTaken } from './add-passkey.ts'
import { presentPasskey } from './present-passkey.ts'

/** Gives one of the caller's own passkeys another name. */
export const renamePasskey: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  try {
    return await withTransaction(deps.db, async (tx) => {
      const known = await tx.passkey.findFirst({ where: { id: params.id, userId } })
      if (known === null) throw notFound('This passkey')
      if (known.name === body.name) return presentPasskey(known)
      const passkey = await tx.passkey.update({
        where: { id: known.id },
        data: { name: body.name },
      })
      await recordEvent(tx, {
        kind: 'passkey-renamed',
        actor: actorOf(caller),
        at: deps.clock.now(),
        userId,
        details: { passkey: body.name, before: known.name },
        from: { origin, secrets: deps.secrets },
      })
      return presentPasskey(passkey)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw passkeyNameTaken(body.name)
    throw error
  }
}
