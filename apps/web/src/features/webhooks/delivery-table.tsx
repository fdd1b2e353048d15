import type { Webhook, WebhookDelivery } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { LazyDialog } from '../../ui/lazy-dialog.tsx'
import { Table } from '../../ui/table.tsx'
import { hostOf, useWebhooks } from './use-webhooks.ts'

const STATES = {
  waiting: ['stateWaiting', 'info'],
  delivered: ['stateDelivered', 'success'],
  failed: ['stateFailed', 'danger'],
} as const

/** The messages of a webhook: what became of each, what was sent, and sending it again. */
export function DeliveryTable(props: {
  project: string
  webhook: Webhook
  deliveries: readonly WebhookDelivery[]
}) {
  const { project, webhook, deliveries } = props
  const t = useTranslations('webhooks')
  const topicWords = useTopicWords()
  const { replay } = useWebhooks(project)
  const [shown, setShown] = useState<WebhookDelivery>()
  return (
    <>
      <Table
        caption={t('messagesOf', { host: hostOf(webhook) })}
        rows={deliveries}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'topic',
            header: t('topic'),
            rowHeader: true,
            cell: ({ topic }) => topicWords(topic),
          },
          {
            key: 'when',
            header: t('when'),
            cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
          },
          { key: 'outcome', header: t('outcome'), cell: (one) => <Outcome delivery={one} /> },
          {
            key: 'answer',
            header: t('answer'),
            wideOnly: true,
            cell: ({ status, error, triedAt }) =>
              triedAt === null ? '' : (error ?? status ?? t('noAnswer')),
          },
          {
            key: 'actions',
            header: t('actions'),
            align: 'end',
            cell: (delivery) => {
              const topic = topicWords(delivery.topic)
              return (
                <>
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={t('showNamed', { topic })}
                    onClick={() => setShown(delivery)}
                  >
                    {t('show')}
                  </Button>
                  {webhook.enabled && delivery.state !== 'waiting' && (
                    <Button
                      size="small"
                      aria-label={t('replayNamed', { topic })}
                      pending={replay.isPending && replay.variables.delivery === delivery.id}
                      onClick={() => replay.mutate({ webhook, delivery: delivery.id })}
                    >
                      {t('replay')}
                    </Button>
                  )}
                </>
              )
            },
          },
        ]}
      />
      <LazyDialog
        title={shown === undefined ? '' : topicWords(shown.topic)}
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
      >
        {shown !== undefined && (
          <>
            <h3>{t('payload')}</h3>
            <CodeBlock label={t('payload')} code={indent(shown.payload)} />
            {shown.response !== null && shown.response !== '' && (
              <>
                <h3>{t('response')}</h3>
                <CodeBlock label={t('response')} code={shown.response} />
              </>
            )}
          </>
        )}
      </LazyDialog>
    </>
  )
}

function Outcome({ delivery }: { delivery: WebhookDelivery }) {
  const t = useTranslations('webhooks')
  const { state, attempts, nextTryAt } = delivery
  const [words, tone] = STATES[state]
  return (
    <>
      <Badge tone={tone}>{t(words)}</Badge> {t('tries', { count: attempts })}
      {nextTryAt !== null && attempts > 0 && (
        <>
          {', '}
          {t.rich('nextTry', { time: () => <RelativeTime at={nextTryAt} /> })}
        </>
      )}
    </>
  )
}

/** The words of a topic; the topic itself for one that this page does not know. */
function useTopicWords(): (topic: string) => string {
  const t = useTranslations('webhooks')
  return (topic) => {
    const key = `topics.${topic}` as Parameters<typeof t.has>[0]
    return t.has(key) ? (t as (key: string) => string)(key) : topic
  }
}

const indent = (json: string) => JSON.stringify(JSON.parse(json), null, 2)
