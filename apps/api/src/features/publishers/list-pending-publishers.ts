import type { listPendingPublishers as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessOwn } from './pending.policy.ts'
import { presentPending } from './present-publisher.ts'

/** A person's publishers for projects that do not exist yet. */
export const listPendingPublishers: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  refuseUnlessOwn(caller)
  const rows = await deps.db.pendingPublisher.findMany({
    where: { userId: caller.user.id, expiresAt: { gt: deps.clock.now() } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const taken = await deps.db.project.findMany({
    where: { normalizedName: { in: rows.map((row) => row.normalizedName) } },
    select: { normalizedName: true },
  })
  const isTaken = new Set(taken.map(({ normalizedName }) => normalizedName))
  return { items: rows.map((row) => presentPending(row, isTaken.has(row.normalizedName))) }
}
