import type { removeAuthenticator as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { changeFactors } from './change-factors.ts'
import { FACTOR_NEWS } from './two-factor-mails.ts'

/** Removes the authentication app; without another factor, the password is enough again. */
export const removeAuthenticator: UseCase<typeof endpoint> = (_input, context) =>
  changeFactors(context, async (tx, user) => {
    const { count } = await tx.authenticator.deleteMany({ where: { userId: user.id } })
    if (count === 0) throw notFound('An authentication app')
    return {
      kind: 'authenticator-removed',
      news: FACTOR_NEWS.authenticatorRemoved,
      result: undefined,
    }
  })
