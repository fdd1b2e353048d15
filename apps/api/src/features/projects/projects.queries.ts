import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Project, Role } from '@wheelhouse/database'
import { notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'

export type ProjectWithRoles = Project & { roles: Role[] }

/**
 * The public project of a name in any spelling.
 * @throws ProblemError `not_found`, also for what strangers may not see.
 */
export async function findProject(db: Db | Tx, name: string): Promise<ProjectWithRoles> {
  const project = await db.project.findUnique({
    where: { normalizedName: normalizeName(name) },
    include: { roles: true },
  })
  if (project?.visibility !== 'public') throw notFound(`The project ${name}`)
  return project
}

/** As `findProject`, its row locked until the transaction ends. */
export async function lockProject(tx: Tx, name: string): Promise<ProjectWithRoles> {
  await lockProjectRow(tx, normalizeName(name))
  return findProject(tx, name)
}

/** Waits for the row of a project and keeps it until the transaction ends. None: locks nothing. */
export async function lockProjectRow(tx: Tx, normalizedName: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM projects WHERE normalized_name = ${normalizedName} FOR UPDATE`
}
