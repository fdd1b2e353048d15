import type { ProjectPerson } from '@wheelhouse/shared-types'
import type { Prisma } from '@wheelhouse/database'
import { notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { findUserByUsername, lockUser } from '../accounts/accounts.queries.ts'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'

const withPerson = {
  principal: {
    select: { user: { select: { id: true, username: true, hasSecondFactor: true } } },
  },
} as const
type RoleWithPerson = Prisma.RoleGetPayload<{ include: typeof withPerson }>

/** Who has a role in a project: owners first, then who came first. */
export function listRoles(db: Db | Tx, projectId: string): Promise<RoleWithPerson[]> {
  return db.role.findMany({
    where: { projectId, principal: { user: { isNot: null } } },
    include: withPerson,
    orderBy: [{ role: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
  })
}

/** @param toOwner whether the reader may know of second factors. */
export function presentPerson(
  { role, createdAt, principal }: RoleWithPerson,
  toOwner: boolean,
): ProjectPerson {
  const user = principal.user!
  return {
    username: user.username,
    role,
    since: createdAt.toISOString(),
    secondFactor: toOwner ? user.hasSecondFactor : null,
  }
}

export type Someone = { readonly id: string; readonly username: string }

/**
 * The user of a name, their row locked: first in the order of locks.
 * @throws ProblemError `not_found`
 */
export async function lockSomeone(tx: Tx, username: string): Promise<Someone> {
  const found = await findUserByUsername(tx, username)
  const user = found && (await lockUser(tx, found.id))
  if (user === undefined) throw notFound(`The user ${username}`)
  return user
}

/** @throws ProblemError `not_found` for somebody without one. */
export async function findRole(
  tx: Tx,
  project: ProjectWithRoles,
  { id: principalId, username }: Someone,
): Promise<RoleWithPerson> {
  const role = await tx.role.findUnique({
    where: { projectId_principalId: { projectId: project.id, principalId } },
    include: withPerson,
  })
  if (role === null) throw notFound(`A role of ${username} in ${project.name}`)
  return role
}
