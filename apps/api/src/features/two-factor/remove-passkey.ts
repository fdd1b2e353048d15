import type { removePasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { changeFactors } from './change-factors.ts'
import { FACTOR_NEWS } from './two-factor-mails.ts'

/** Removes one of the caller's own passkeys; without another factor, the password is enough again. */
export const removePasskey: UseCase<typeof endpoint> = ({ params }, context) =>
  changeFactors(context, async (tx, user) => {
    const passkey = await tx.passkey.findFirst({ where: { id: params.id, userId: user.id } })
    if (passkey === null) throw notFound('This passkey')
    await tx.passkey.delete({ where: { id: passkey.id } })
    return {
      kind: 'passkey-removed',
      news: FACTOR_NEWS.passkeyRemoved(passkey.name),
      details: { passkey: passkey.name },
      result: undefined,
    }
  })
