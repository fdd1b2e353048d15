import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import type { Actor } from '../events/record-event.ts'
import type { Change } from '../simple-index/advance-index.ts'
import type { Someone } from './people.queries.ts'
import { tellPeople } from './tell-people.ts'

/**
 * Tells the projects of somebody whose account is being deleted, and with it their roles. Returns what
 * the journal is to say once they are gone.
 */
export async function leaveProjects(
  tx: Tx,
  deps: Pick<Deps, 'config' | 'secrets' | 'clock'>,
  { person, actor, origin }: { person: Someone; actor: Actor; origin: Origin },
): Promise<Change[]> {
  const roles = await tx.role.findMany({
    where: { principalId: person.id },
    include: { project: true },
    orderBy: { project: { normalizedName: 'asc' } },
  })
  const at = deps.clock.now()
  const changes: Change[] = []
  for (const { project, role } of roles) {
    const act = { kind: 'role-left', project, person, role, actor, at, origin } as const
    const change = await tellPeople(tx, deps, { ...act, accountGone: true })
    if (change !== undefined) changes.push(change)
  }
  return changes
}
