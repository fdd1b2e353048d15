import type { SecondFactor } from '@wheelhouse/shared-types'
import type { Db, Tx } from '../../infra/db/database.ts'

/** The factors that a user can show after the password, the last used first, recovery codes last. */
export async function listFactors(db: Db | Tx, userId: string): Promise<SecondFactor[]> {
  const [authenticator, passkey, codes] = await Promise.all([
    db.authenticator.findUnique({ where: { userId }, select: { lastUsedAt: true } }),
    db.passkey.findFirst({
      where: { userId },
      select: { lastUsedAt: true },
      orderBy: { lastUsedAt: { sort: 'desc', nulls: 'last' } },
    }),
    db.recoveryCode.count({ where: { userId, usedAt: null } }),
  ])
  const used = (row: { lastUsedAt: Date | null }) => row.lastUsedAt?.getTime() ?? 0
  const factors: { factor: SecondFactor; at: number }[] = []
  // Of two that were never used, the one that no look-alike site can take comes first.
  if (passkey !== null) factors.push({ factor: 'passkey', at: used(passkey) })
  if (authenticator !== null) factors.push({ factor: 'authenticator', at: used(authenticator) })
  // Codes alone are no factor: they stand in for one.
  if (factors.length === 0) return []
  const sorted = factors.toSorted((a, b) => b.at - a.at).map(({ factor }) => factor)
  return codes > 0 ? [...sorted, 'recovery'] : sorted
}
