import type { Invitation } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import { stateOf, type InvitationState } from './invitation.ts'

export type ListedInvitation = Omit<Invitation, 'addressFolded'> & { state: InvitationState }

/** All invitations that are kept, newest first. */
export async function listInvitations({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<ListedInvitation[]> {
  const now = clock.now()
  const invitations = await db.invitation.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return invitations.map(({ addressFolded: _folded, ...invitation }) => ({
    ...invitation,
    state: stateOf({ addressFolded: _folded, ...invitation }, now),
  }))
}
