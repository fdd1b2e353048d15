import type { Webhook } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card-list.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { hostOf, type useWebhooks } from './use-webhooks.ts'
import { WebhookForm } from './webhook-form.tsx'

const DISABLED = {
  owner: 'disabledOwner',
  gone: 'disabledGone',
  failing: 'disabledFailing',
} as const

/** One webhook: where it goes, how it fares, and what can be done to it. */
export function WebhookCard(props: {
  webhook: Webhook
  messagesTo: string
  acts: ReturnType<typeof useWebhooks>
  onRotate: () => void
  onRemove: () => void
}) {
  const { webhook, messagesTo, acts, onRotate, onRemove } = props
  const t = useTranslations('webhooks')
  const format = useFormatter()
  const [isEdited, setEdited] = useState(false)
  const host = hostOf(webhook)
  const { enabled } = webhook
  if (isEdited) {
    return (
      <Card
        head={
          <WebhookForm
            webhook={webhook}
            onSubmit={async (body) => {
              await acts.change.mutateAsync({ webhook, body })
              setEdited(false)
            }}
          >
            <Button onClick={() => setEdited(false)}>{t('cancel')}</Button>
          </WebhookForm>
        }
      />
    )
  }
  return (
    <Card
      head={
        <>
          <h3>
            <code dir="ltr">{webhook.url}</code>
          </h3>
          {webhook.disabledBy !== null && (
            <Badge tone={webhook.disabledBy === 'owner' ? 'neutral' : 'danger'}>
              {t(DISABLED[webhook.disabledBy])}
            </Badge>
          )}
          {enabled && webhook.failingSince !== null && (
            <Badge tone="warning">
              {t.rich('failing', { time: () => <RelativeTime at={webhook.failingSince ?? ''} /> })}
            </Badge>
          )}
        </>
      }
      details={
        <span title={format.list(webhook.topics.map((topic) => t(`topics.${topic}`)))}>
          {t('toldOf', { count: webhook.topics.length })} · {t('by', { name: webhook.createdBy })}
        </span>
      }
      actions={
        <>
          <ButtonLink size="small" to={messagesTo} aria-label={t('messagesOf', { host })}>
            {t('messages')}
          </ButtonLink>
          {enabled && (
            <Button
              size="small"
              aria-label={t('testNamed', { host })}
              pending={acts.test.isPending && acts.test.variables.id === webhook.id}
              onClick={() => acts.test.mutate(webhook)}
            >
              {t('test')}
            </Button>
          )}
          <Button
            size="small"
            aria-label={t('editNamed', { host })}
            onClick={() => setEdited(true)}
          >
            {t('edit')}
          </Button>
          <Button
            size="small"
            aria-label={t(enabled ? 'disableNamed' : 'enableNamed', { host })}
            pending={acts.change.isPending && acts.change.variables.webhook.id === webhook.id}
            onClick={() => acts.change.mutate({ webhook, body: { enabled: !enabled } })}
          >
            {t(enabled ? 'disable' : 'enable')}
          </Button>
          <Button size="small" aria-label={t('rotateNamed', { host })} onClick={onRotate}>
            {t('rotate')}
          </Button>
          <Button size="small" aria-label={t('removeNamed', { host })} onClick={onRemove}>
            {t('remove')}
          </Button>
        </>
      }
    />
  )
}
