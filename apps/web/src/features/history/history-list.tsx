import type { AccountEvent } from '@wheelhouse/shared-types'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { queryString } from '../../api/client.ts'
import { useAddressState } from '../../lib/use-address-state.ts'
import { Pagination } from '../../ui/pagination.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { EventTable } from './event-table.tsx'
import type { HistoryFilter } from './history-filter.tsx'

type Page = { items: AccountEvent[]; nextCursor: string | null }

/** A page of events with its states and the ways to the other pages. */
export function HistoryList(props: {
  events: Pick<UseQueryResult<Page>, 'data' | 'error' | 'refetch'>
  caption: string
  asked: Record<string, string>
  cursor: string | undefined
  shared?: boolean
}) {
  const t = useTranslations('history')
  const { asked, cursor, caption, shared = false } = props
  const { data, error, refetch } = props.events
  if (data === undefined) {
    return error === null ? (
      <Skeleton lines={10} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  if (data.items.length === 0) {
    return <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
  }
  const addressOf = (more: Record<string, string>) => queryString({ ...asked, ...more }) || '?'
  return (
    <>
      <EventTable events={data.items} caption={caption} shared={shared} />
      <Pagination
        firstTo={cursor === undefined ? undefined : addressOf({})}
        nextTo={data.nextCursor === null ? undefined : addressOf({ cursor: data.nextCursor })}
        shown={data.items.length}
      />
    </>
  )
}

/** The filter of a history as it stands in the address, and the page behind its cursor. */
export function useHistoryFilter<Group extends string>(groups: readonly Group[]) {
  const [search, setSearch] = useAddressState()
  const filter: HistoryFilter = {
    group: search.get('group') ?? '',
    since: search.get('since') ?? '',
    until: search.get('until') ?? '',
  }
  const asked = dropEmpty({
    group: groups.find((group) => group === filter.group),
    since: filter.since,
    until: filter.until,
  })
  const cursor = search.get('cursor') ?? undefined
  return {
    filter,
    asked,
    cursor,
    query: { ...asked, ...(cursor !== undefined && { cursor }) },
    setFilter: (next: HistoryFilter) => setSearch(dropEmpty({ ...next })),
  }
}

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
