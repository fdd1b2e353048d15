import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { hostOf } from './present-webhook.ts'
import { webhookNews } from './webhook-mails.ts'

const WHAT = {
  'webhook-created': 'added',
  'webhook-changed': 'changed',
  'webhook-removed': 'removed',
  'webhook-secret-changed': 'given a new secret',
} as const

/** The event of what an owner did to a webhook, and a mail to all owners, in its transaction. */
export async function tellOfWebhook(
  tx: Tx,
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  done: {
    project: { id: string; name: string; normalizedName: string }
    url: string
    kind: keyof typeof WHAT
    details?: Record<string, string | boolean>
  },
): Promise<void> {
  const { project, url, kind, details = {} } = done
  const actor = actorOf(caller)
  await recordEvent(tx, {
    kind,
    actor,
    at: deps.clock.now(),
    projectId: project.id,
    details: { host: hostOf(url), ...details },
    from: { origin, secrets: deps.secrets },
  })
  const news = webhookNews(project.name, url, { actor: caller.user.username, what: WHAT[kind] })
  await mailPeople(tx, deps.config, project, 'owners', news)
}
