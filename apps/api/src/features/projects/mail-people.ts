import type { Config } from '../../config.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'

/** What a mail about a project says: a subject, and what happened, paragraph by paragraph. */
export type ProjectNews = {
  readonly subject: string
  readonly what: readonly string[]
  /** False where there is no history to look at any more. */
  readonly hasHistory?: boolean
}

/**
 * Who hears of it: the owners, everybody with a role, or these people. `outside`: they have no role
 * (invited, or gone), and what was done in the project is not for them to see.
 */
export type ProjectAudience =
  | 'owners'
  | 'people'
  | { readonly userIds: readonly string[]; readonly outside?: boolean }

/**
 * Tells people of a project what was done to it, at their proven primary addresses, in the
 * transaction that does it. The caller flushes the outbox after the commit.
 */
export async function mailPeople(
  tx: Tx,
  config: Config,
  project: { id: string; name: string; normalizedName: string },
  audience: ProjectAudience,
  { subject, what, hasHistory = true }: ProjectNews,
): Promise<void> {
  const isInside = typeof audience === 'string' || audience.outside !== true
  const history = `${config.PUBLIC_URL}/account/projects/${project.normalizedName}/history`
  for (const { address, user } of await findRecipients(tx, project.id, audience)) {
    const text = [
      `Hello ${user.username},`,
      ...what,
      ...(hasHistory && isInside ? [`What was done in this project, and by whom: ${history}`] : []),
      `Wheelhouse, ${config.PUBLIC_URL}`,
    ].join('\n\n')
    await queueMail(tx, { to: address, subject, text: `${text}\n` })
  }
}

/** Who gets such a mail. */
export function findRecipients(
  db: Db | Tx,
  projectId: string,
  audience: ProjectAudience,
): Promise<{ address: string; user: { username: string } }[]> {
  return db.emailAddress.findMany({
    where: { isPrimary: true, verifiedAt: { not: null }, user: whoIs(projectId, audience) },
    select: { address: true, user: { select: { username: true } } },
    orderBy: { address: 'asc' },
  })
}

function whoIs(projectId: string, audience: ProjectAudience) {
  if (typeof audience === 'object') return { id: { in: [...audience.userIds] } }
  const role = audience === 'owners' ? { projectId, role: 'owner' as const } : { projectId }
  return { principal: { roles: { some: role } } }
}
