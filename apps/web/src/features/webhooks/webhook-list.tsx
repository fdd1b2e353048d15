import type { Webhook } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { CardList } from '../../ui/card-list.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { hostOf, useWebhooks } from './use-webhooks.ts'
import { WebhookCard } from './webhook-card.tsx'
import styles from './webhooks.module.css'

type Asked = { webhook: Webhook; for: 'rotate' | 'remove' }

/** The webhooks of a project, with the questions that come before what cannot be taken back. */
export function WebhookList(props: {
  project: string
  webhooks: readonly Webhook[]
  onSecret: (secret: string) => void
}) {
  const { project, webhooks, onSecret } = props
  const t = useTranslations('webhooks')
  const acts = useWebhooks(project)
  const { rotate, remove, change } = acts
  const [asked, setAsked] = useState<Asked>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (remove.isSuccess) heading.current?.focus()
  }, [remove.isSuccess, remove.submittedAt])
  const host = asked === undefined ? '' : hostOf(asked.webhook)
  const isRemoval = asked?.for === 'remove'
  return (
    <section className={styles.part}>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      {change.error !== null && <ErrorState error={change.error} />}
      <CardList label={t('list')}>
        {webhooks.map((webhook) => (
          <WebhookCard
            key={webhook.id}
            webhook={webhook}
            messagesTo={`?webhook=${webhook.id}`}
            acts={acts}
            onRotate={() => setAsked({ webhook, for: 'rotate' })}
            onRemove={() => setAsked({ webhook, for: 'remove' })}
          />
        ))}
      </CardList>
      <LazyConfirm
        open={asked !== undefined}
        title={t(isRemoval ? 'removeTitle' : 'rotateTitle', { host })}
        actionLabel={t(isRemoval ? 'removeAction' : 'rotateAction')}
        pendingLabel={t(isRemoval ? 'removing' : 'rotating')}
        onConfirm={async () => {
          if (asked === undefined) return
          if (isRemoval) await remove.mutateAsync(asked.webhook)
          else onSecret((await rotate.mutateAsync(asked.webhook)).secret)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t(isRemoval ? 'removeBody' : 'rotateBody')}</p>
      </LazyConfirm>
    </section>
  )
}
