import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Visibility } from '@wheelhouse/shared-types'
import type { Prisma, Project, Role } from '@wheelhouse/database'
import type { Caller } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { roleOf, seesPrivate } from './projects.policy.ts'

/** A project that is there, with its roles. */
export type ProjectWithRoles = Project & { visibility: Visibility; roles: Role[] }

/** Deleted projects are for nobody, whatever role they have: the one rule for all lists (decision 20). */
export const THERE = { visibility: { not: 'deleted' } } as const satisfies Prisma.ProjectWhereInput

/** As `THERE`, of a row: the type of what is shown to people knows no deleted project. */
export function isThere<Row extends { visibility: string }>(
  project: Row | null,
): project is Row & { visibility: Visibility } {
  return project !== null && project.visibility !== 'deleted'
}

const STRANGER: Caller = { kind: 'anonymous' }

/**
 * The project of a name in any spelling, as `reader` may read it: without one, a public project.
 * @throws ProblemError `not_found`, also for what the reader may not see.
 */
export async function findProject(
  db: Db | Tx,
  name: string,
  reader: Caller = STRANGER,
): Promise<ProjectWithRoles> {
  const project = await readProject(db, name)
  if (!isThere(project) || (project.visibility !== 'public' && !seesPrivate(reader, project))) {
    throw notFound(`The project ${name}`)
  }
  return project
}

/**
 * The project of a name for somebody who manages it: as `lockProject`, without the lock.
 * @throws ProblemError `not_found`, also for what the caller may not know of.
 */
export async function findManaged(
  db: Db | Tx,
  name: string,
  caller: Caller,
): Promise<ProjectWithRoles> {
  const project = await readProject(db, name)
  if (!isThere(project) || (project.visibility !== 'public' && !roleOf(project, caller))) {
    throw notFound(`The project ${name}`)
  }
  return project
}

/**
 * The project of a name for somebody who is to change it, its row locked until the transaction ends.
 * A private one is there for those with a role in it, whatever their token is good for.
 * @throws ProblemError `not_found`, also for what the caller may not know of.
 */
export async function lockProject(
  tx: Tx,
  name: string,
  caller: Caller = STRANGER,
): Promise<ProjectWithRoles> {
  await lockProjectRow(tx, normalizeName(name))
  return findManaged(tx, name, caller)
}

/** The row of a name, whether or not the project is there. */
export function readProject(
  db: Db | Tx,
  name: string,
): Promise<(Project & { roles: Role[] }) | null> {
  return db.project.findUnique({
    where: { normalizedName: normalizeName(name) },
    include: { roles: true },
  })
}

/** Waits for the rows of all projects of somebody, in one order for all who do. */
export async function lockProjectsOf(tx: Tx, principalId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM projects
    WHERE id IN (SELECT project_id FROM roles WHERE principal_id = ${principalId}::uuid)
    ORDER BY id FOR UPDATE`
}

/** Waits for the row of a project and keeps it until the transaction ends. None: locks nothing. */
export async function lockProjectRow(tx: Tx, normalizedName: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM projects WHERE normalized_name = ${normalizedName} FOR UPDATE`
}
