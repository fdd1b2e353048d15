import type { Deps } from '../../deps.ts'
import { notFound } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { mailPeople } from './mail-people.ts'
import { isThere, lockProjectRow, readProject, type ProjectWithRoles } from './projects.queries.ts'
import { quarantineNews, releaseNews } from './settings-mails.ts'

export type QuarantineDone = { name: string; status: string; changed: boolean }

/**
 * The operator hides a project until it was looked at (`reason` says why), or releases it as it was
 * before (`reason` undefined), with page, event, journal and mails to its owners. PEP 792.
 * @throws ProblemError `not_found`
 */
export async function setQuarantine(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'pages' | 'outbox'>,
  normalizedName: string,
  reason: string | undefined,
): Promise<QuarantineDone> {
  const { done, serial } = await withTransaction(deps.db, async (tx) => {
    await lockProjectRow(tx, normalizedName)
    const project = await readProject(tx, normalizedName)
    if (!isThere(project)) throw notFound(`The project ${normalizedName}`)
    const isIn = project.status === 'quarantined'
    if (isIn ? reason === project.statusReason : reason === undefined) {
      return { done: { name: project.name, status: project.status, changed: false } }
    }
    const status = await write(tx, deps, project, reason)
    const action = reason === undefined ? 'release project' : 'quarantine project'
    const at = deps.clock.now()
    await rewritePages(tx, project, [])
    const next = await advanceIndex(tx, [{ project, action, actor: SYSTEM.name, at }])
    return { done: { name: project.name, status, changed: true }, serial: next }
  })
  if (serial !== undefined) await deps.pages.announce(normalizedName, serial)
  void deps.outbox.flush()
  return done
}

async function write(
  tx: Tx,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  project: ProjectWithRoles,
  reason: string | undefined,
): Promise<string> {
  const { id } = project
  const at = clock.now()
  const event = { actor: SYSTEM, at, projectId: id }
  if (reason === undefined) {
    const status = project.statusBefore ?? 'active'
    const back = { status, statusReason: project.statusReasonBefore }
    const clear = { statusBefore: null, statusReasonBefore: null, quarantinedAt: null }
    await tx.project.update({ where: { id }, data: { ...back, ...clear } })
    await recordEvent(tx, { ...event, kind: 'project-released', details: { status } })
    await mailPeople(tx, config, project, 'owners', releaseNews(project, status))
    return status
  }
  // Of a second reason, what was before the first one is kept.
  const before =
    project.status === 'quarantined'
      ? {}
      : { statusBefore: project.status, statusReasonBefore: project.statusReason }
  await tx.project.update({
    where: { id },
    data: { ...before, status: 'quarantined', statusReason: reason, quarantinedAt: at },
  })
  await recordEvent(tx, { ...event, kind: 'project-quarantined', details: { reason } })
  await mailPeople(tx, config, project, 'owners', quarantineNews(project, reason))
  return 'quarantined'
}
