import type { listEmails as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { presentEmail } from './present-email.ts'

/** Own addresses, the primary one first, then those that wait. */
export const listEmails: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const where = { userId: caller.user.id }
  const [owned, pending] = await Promise.all([
    deps.db.emailAddress.findMany({
      where,
      orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }],
    }),
    deps.db.pendingEmail.findMany({ where, orderBy: { createdAt: 'asc' } }),
  ])
  return { items: [...owned, ...pending].map(presentEmail) }
}
