import type { OwnStatus } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { mailPeople } from './mail-people.ts'
import type { ProjectWithRoles } from './projects.queries.ts'
import { statusNews } from './settings-mails.ts'

export type StatusChange = {
  readonly status: OwnStatus
  /** Empty for none. */
  readonly reason: string
  /** In any spelling; empty for none. */
  readonly replacement: string
  readonly actor: Actor
  readonly origin: Origin
}

/**
 * Gives a locked project another state (PEP 792) with its page's head, event, journal and mails to
 * its owners. Returns the serial; undefined when nothing changes.
 */
export async function changeStatus(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'secrets' | 'config'>,
  project: ProjectWithRoles,
  change: StatusChange,
): Promise<bigint | undefined> {
  const { status, actor, origin } = change
  const statusReason = change.reason === '' ? null : change.reason
  const replacement = change.replacement === '' ? null : normalizeName(change.replacement)
  const isSame =
    project.status === status &&
    project.statusReason === statusReason &&
    project.replacement === replacement
  if (isSame) return undefined
  const at = deps.clock.now()
  await tx.project.update({
    where: { id: project.id },
    data: { status, statusReason, replacement },
  })
  await recordEvent(tx, {
    kind: 'project-status-changed',
    actor,
    at,
    projectId: project.id,
    details: {
      status,
      ...(statusReason === null ? {} : { reason: statusReason }),
      ...(replacement === null ? {} : { replacement }),
    },
    from: { origin, secrets: deps.secrets },
  })
  const news = statusNews(project, actor, { status, statusReason, replacement })
  await mailPeople(tx, deps.config, project, 'owners', news)
  await rewritePages(tx, project, [])
  return advanceIndex(tx, [{ project, action: 'change status', actor: actor.name, at }])
}
