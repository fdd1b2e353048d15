import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Webhook } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { queryString } from '../../api/client.ts'
import { Pagination } from '../../ui/pagination.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { deliveriesQuery } from './queries.ts'
import { hostOf } from './use-webhooks.ts'
import styles from './webhooks.module.css'

/** The messages of one webhook, page by page. */
export function Deliveries(props: {
  project: string
  webhook: Webhook
  cursor: string | undefined
}) {
  const { project, webhook, cursor } = props
  const t = useTranslations('webhooks')
  const { data, error, refetch } = useQuery({
    ...deliveriesQuery(project, webhook.id, cursor),
    placeholderData: keepPreviousData,
  })
  const addressOf = (more: Record<string, string>) => queryString({ webhook: webhook.id, ...more })
  return (
    <section className={styles.part}>
      <h2>{t('messagesOf', { host: hostOf(webhook) })}</h2>
      {data === undefined ? (
        error === null ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.items.length === 0 ? (
        <EmptyState title={t('noMessagesTitle')}>{t('noMessages')}</EmptyState>
      ) : (
        <>
          <DeliveryTable project={project} webhook={webhook} deliveries={data.items} />
          <Pagination
            firstTo={cursor === undefined ? undefined : addressOf({})}
            nextTo={data.nextCursor === null ? undefined : addressOf({ cursor: data.nextCursor })}
            shown={data.items.length}
          />
        </>
      )}
    </section>
  )
}
