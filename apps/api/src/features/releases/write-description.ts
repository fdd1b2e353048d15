import type { ReleaseDescription } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent, type EventKind } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject, type ProjectWithRoles } from '../projects/projects.queries.ts'
import { descriptionNews } from '../projects/settings-mails.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { findDescribed, presentDescription, type DescribedRelease } from './description.queries.ts'

type DescriptionWrite = {
  readonly kind: Extract<EventKind, 'release-described' | 'release-description-restored'>
  /** Writes it; false when there is nothing to write. */
  readonly write: (
    tx: Tx,
    release: DescribedRelease,
    project: ProjectWithRoles,
    at: Date,
    actorName: string,
  ) => Promise<boolean>
}

/**
 * Changes what the page of a release says, under the project's lock, with event, journal and mails to
 * the owners. The simple page stays: nothing of it is told there.
 * @throws ProblemError `not_found` or `forbidden`, and what `write` throws.
 */
export async function writeDescription(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  params: { project: string; version: string },
  { kind, write }: DescriptionWrite,
): Promise<ReleaseDescription> {
  const { described, name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'change-description', 'manage')
    const release = await findDescribed(tx, project.id, params.version)
    const at = deps.clock.now()
    const actor = actorOf(caller)
    if (!(await write(tx, release, project, at, actor.name))) {
      return { described: presentDescription(release) }
    }
    const { version } = release
    await recordEvent(tx, {
      kind,
      actor,
      at,
      projectId: project.id,
      details: { version },
      from: { origin, secrets: deps.secrets },
    })
    const restored = kind === 'release-description-restored'
    const news = descriptionNews(project, actor, { version, restored })
    await mailPeople(tx, deps.config, project, 'owners', news)
    const described = presentDescription(await findDescribed(tx, project.id, version))
    const change = {
      project,
      version,
      action: 'change description',
      actor: actor.name,
      at,
    } as const
    return { described, name: project.normalizedName, serial: await advanceIndex(tx, [change]) }
  })
  if (serial !== undefined) await deps.pages.announce(name, serial)
  void deps.outbox.flush()
  return described
}
