import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { foldAddress } from './accounts.queries.ts'
import { OPEN } from './invitation.ts'

/**
 * Takes an open invitation back, by its id or its address: the link is good for nothing from now on.
 * @throws ProblemError `not_found` when there is none that is open.
 */
export async function revokeInvitation(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  idOrAddress: string,
): Promise<{ id: string; address: string }> {
  const at = clock.now()
  const which = readWhich(idOrAddress)
  const [revoked] =
    which === undefined
      ? []
      : await db.invitation.updateManyAndReturn({
          where: { ...which, ...OPEN, expiresAt: { gt: at } },
          data: { revokedAt: at },
          select: { id: true, address: true },
        })
  if (revoked !== undefined) return revoked
  throw new ProblemError('not_found', `there is no open invitation ${idOrAddress}`)
}

/** What the text names; undefined for what is neither, which PostgreSQL would not take as an id. */
function readWhich(text: string): { addressFolded: string } | { id: string } | undefined {
  if (text.includes('@')) return { addressFolded: foldAddress(text) }
  return UUID.test(text) ? { id: text.toLowerCase() } : undefined
}
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
