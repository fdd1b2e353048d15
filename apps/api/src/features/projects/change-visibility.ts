import type { Visibility } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import type { ProjectWithRoles } from './projects.queries.ts'

export type VisibilityChange = {
  readonly visibility: Visibility
  readonly actor: Actor
  /** Where the request came from; an operator's command comes from nowhere. */
  readonly origin?: Origin
}

/**
 * Makes a locked project public or private, with its page's head, event and journal, so that every
 * process stops serving it at once, or starts to. Returns the serial; undefined when nothing changes.
 */
export async function changeVisibility(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'secrets'>,
  project: ProjectWithRoles,
  { visibility, actor, origin }: VisibilityChange,
): Promise<bigint | undefined> {
  if (project.visibility === visibility) return undefined
  const at = deps.clock.now()
  await tx.project.update({ where: { id: project.id }, data: { visibility } })
  await recordEvent(tx, {
    kind: 'project-visibility-changed',
    actor,
    at,
    projectId: project.id,
    details: { visibility },
    ...(origin === undefined ? {} : { from: { origin, secrets: deps.secrets } }),
  })
  await rewritePages(tx, project, [])
  return advanceIndex(tx, [{ project, action: 'change visibility', actor: actor.name, at }])
}
