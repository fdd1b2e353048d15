import type { Config } from '../../config.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { hostOf } from './present-webhook.ts'
import { webhookDisabledNews } from './webhook-mails.ts'

/**
 * Disables a webhook whose receiver does not want or take messages, with its event and a mail to the
 * owners. Returns false for one that is disabled already, or gone.
 */
export async function disableWebhook(
  tx: Tx,
  { config, clock }: { config: Config; clock: Clock },
  id: string,
  why: 'gone' | 'failing',
): Promise<boolean> {
  const at = clock.now()
  const [webhook] = await tx.webhook.updateManyAndReturn({
    where: { id, disabledAt: null },
    data: { disabledAt: at, disabledBy: why },
    include: { project: { select: { id: true, name: true, normalizedName: true } } },
  })
  if (webhook === undefined) return false
  const { project, url } = webhook
  await dropWaiting(tx, id)
  await recordEvent(tx, {
    kind: 'webhook-disabled',
    actor: SYSTEM,
    at,
    projectId: project.id,
    details: { host: hostOf(url), why },
  })
  await mailPeople(tx, config, project, 'owners', webhookDisabledNews(project.name, url, why))
  return true
}

/** What still waits for a disabled webhook is sent only when somebody asks for it. */
export async function dropWaiting(tx: Tx, webhookId: string): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { webhookId, nextTryAt: { not: null } },
    data: { nextTryAt: null, error: 'the webhook was disabled' },
  })
}
