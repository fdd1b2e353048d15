import type { PublishedBy, PublisherIdentity } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { isConstrainable } from './present-publisher.ts'
import { environmentSuggestedNews } from './publisher-mails.ts'

type Served = {
  readonly constrainMailedAt: Date | null
  readonly project: { readonly id: string; readonly name: string; readonly normalizedName: string }
}

/**
 * Tells the owners once that a publisher which any environment may use runs in one: bound to it
 * (`constrainPublisher`), what else the repository runs cannot publish.
 */
export async function suggestEnvironment(
  tx: Tx,
  { config }: Pick<Deps, 'config'>,
  use: {
    readonly publisherId: string
    readonly identity: PublisherIdentity
    readonly run: PublishedBy
    readonly projects: readonly Served[]
    readonly at: Date
  },
): Promise<void> {
  const { publisherId, identity, run, projects, at } = use
  const { environment } = run
  if (environment === null || !isConstrainable(identity)) return
  for (const { constrainMailedAt, project } of projects) {
    if (constrainMailedAt !== null) continue
    // Of two uses at once one says it.
    const { count } = await tx.projectPublisher.updateMany({
      where: { projectId: project.id, publisherId, constrainMailedAt: null },
      data: { constrainMailedAt: at },
    })
    if (count === 0) continue
    const said = { who: describeIdentity(identity), environment }
    await mailPeople(tx, config, project, 'owners', environmentSuggestedNews(config, project, said))
  }
}
