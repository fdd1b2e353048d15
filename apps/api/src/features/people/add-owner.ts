import { ProblemError } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { SYSTEM } from '../events/record-event.ts'
import { lockProjectRow } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { lockSomeone } from './people.queries.ts'
import { OPEN } from './role-invitation.ts'
import { tellPeople } from './tell-people.ts'

/**
 * By an operator: makes somebody an owner of a project, without asking them, for one whose owners
 * are gone. An open invitation of theirs ends.
 * @returns spellings of both names, and whether anything was changed
 * @throws ProblemError `not_found`, or `conflict` for an account that is not active.
 */
export async function addOwner(
  deps: Deps,
  projectName: string,
  username: string,
): Promise<{ project: string; username: string; changed: boolean }> {
  const done = await withTransaction(deps.db, async (tx) => {
    const person = await lockSomeone(tx, username)
    const { status } = await tx.user.findUniqueOrThrow({ where: { id: person.id } })
    if (status !== 'active') {
      throw new ProblemError('conflict', `the account ${person.username} is ${status}`)
    }
    const normalizedName = normalizeName(projectName)
    await lockProjectRow(tx, normalizedName)
    const project = await tx.project.findUnique({ where: { normalizedName, deletionId: null } })
    if (project === null) throw notFound(`The project ${projectName}`)
    const of = { projectId: project.id, principalId: person.id }
    const found = await tx.role.findUnique({ where: { projectId_principalId: of } })
    if (found?.role === 'owner') return { project, person, serial: undefined }
    const at = deps.clock.now()
    await tx.roleInvitation.updateMany({
      where: { projectId: project.id, userId: person.id, ...OPEN },
      data: { revokedAt: at },
    })
    await tx.role.upsert({
      where: { projectId_principalId: of },
      create: { ...of, role: 'owner', createdAt: at },
      update: { role: 'owner' },
    })
    const shared = { project, person, role: 'owner', actor: SYSTEM, at } as const
    const change = await tellPeople(
      tx,
      deps,
      found === null
        ? { ...shared, kind: 'role-added' }
        : { ...shared, kind: 'role-changed', was: found.role },
    )
    return { project, person, serial: await advanceIndex(tx, [change!]) }
  })
  const { project, person, serial } = done
  if (serial !== undefined) {
    await deps.pages.announce(project.normalizedName, serial)
    await deps.outbox.flush()
  }
  return { project: project.name, username: person.username, changed: serial !== undefined }
}
