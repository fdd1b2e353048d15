import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { EVENT_EXPORT_PATH, EVENT_GROUPS } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { queryString } from '../../api/client.ts'
import { Page } from '../../components/layout/page.tsx'
import { EventTable } from '../../features/history/event-table.tsx'
import { HistoryFilterBar, type HistoryFilter } from '../../features/history/history-filter.tsx'
import styles from '../../features/history/history.module.css'
import { eventsQuery } from '../../features/history/queries.ts'
import { useAddressState } from '../../lib/use-address-state.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'

/** What was done to the account, when, and from which browser. */
export function Component() {
  const t = useTranslations('history')
  const [search, setSearch] = useAddressState()
  const filter = readFilter(search)
  const cursor = search.get('cursor') ?? undefined
  const asked = dropEmpty({
    group: EVENT_GROUPS.find((group) => group === filter.group),
    since: filter.since,
    until: filter.until,
  })
  const events = useQuery({
    ...eventsQuery({ ...asked, ...(cursor !== undefined && { cursor }) }),
    placeholderData: keepPreviousData,
  })
  const addressOf = (more: Record<string, string>) => queryString({ ...asked, ...more }) || '?'
  const { data, error, refetch } = events
  return (
    <Page title={t('title')} lead={t('lead')}>
      <HistoryFilterBar filter={filter} onChange={(next) => setSearch(dropEmpty({ ...next }))} />
      <div className={styles.actions}>
        <a href={EVENT_EXPORT_PATH + queryString(asked)} download>
          {t('export')}
        </a>
        <Link to={paths.sessions()}>{t('sessions')}</Link>
      </div>
      {data === undefined ? (
        error === null ? (
          <Skeleton lines={10} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.items.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      ) : (
        <>
          <EventTable events={data.items} />
          <Pagination
            firstTo={cursor === undefined ? undefined : addressOf({})}
            nextTo={data.nextCursor === null ? undefined : addressOf({ cursor: data.nextCursor })}
            shown={data.items.length}
          />
        </>
      )}
      <p>
        {t.rich('notYou', {
          link: (words) => <Link to={paths.notMe()}>{words}</Link>,
        })}
      </p>
    </Page>
  )
}

const readFilter = (search: URLSearchParams): HistoryFilter => ({
  group: search.get('group') ?? '',
  since: search.get('since') ?? '',
  until: search.get('until') ?? '',
})

/** Without what is empty or not there. */
function dropEmpty<T extends Record<string, string | undefined>>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } & Record<string, string> {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(filled) as { [K in keyof T]?: NonNullable<T[K]> } & Record<
    string,
    string
  >
}
