import { useQuery } from '@tanstack/react-query'
import { MOST_PENDING_PUBLISHERS, PENDING_PUBLISHER_DAYS } from '@wheelhouse/shared-types'
import { useMemo } from 'react'
import { useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { AddPendingPublisher } from '../../features/publishing/add-pending-publisher.tsx'
import { OffNote } from '../../features/publishing/off-note.tsx'
import { PendingList } from '../../features/publishing/pending-list.tsx'
import { readPrefill } from '../../features/publishing/prefill.ts'
import { offeredKinds, type Trusted } from '../../features/publishing/publisher-fields.tsx'
import { pendingPublishersQuery } from '../../features/publishing/queries.ts'
import { UnverifiedNote } from '../../features/publishing/unverified-note.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    Promise.all([
      client.query(siteQuery()),
      client.query({ ...pendingPublishersQuery(), staleTime: 'static' }),
    ]),
  )

/** The signed-in person's publishers for projects that do not exist yet. */
export function Component() {
  const t = useTranslations('publishing.pending')
  const account = useQuery(accountQuery()).data
  const site = useQuery(siteQuery())
  const pending = useQuery(pendingPublishersQuery())
  const error = pending.error ?? site.error
  const trusted = site.data?.trustedPublishing
  return (
    <Page title={t('title')} lead={t('lead')}>
      {trusted === null && <OffNote />}
      {pending.data === undefined || site.data === undefined ? (
        error === null ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState
            error={error}
            onRetry={() => void Promise.all([pending.refetch(), site.refetch()])}
          />
        )
      ) : (
        <>
          <PendingList publishers={pending.data} />
          {pending.data.length === 0 && (
            <EmptyState title={t('emptyTitle')}>
              {t.rich('empty', {
                link: (words) => <Link to={paths.ownProjects()}>{words}</Link>,
              })}
            </EmptyState>
          )}
          <Callout title={t('notReserved')}>
            {t('notReservedBody', { days: PENDING_PUBLISHER_DAYS })}
          </Callout>
          {trusted != null && account != null && (
            <Adding
              trusted={trusted}
              isFull={pending.data.length >= MOST_PENDING_PUBLISHERS}
              unverified={account.emailVerified ? undefined : account.email}
            />
          )}
        </>
      )}
    </Page>
  )
}

function Adding(props: { trusted: Trusted; isFull: boolean; unverified: string | undefined }) {
  const { trusted, isFull, unverified } = props
  const t = useTranslations('publishing.pending')
  const [search] = useSearchParams()
  const prefill = useMemo(() => {
    const asked = readPrefill(search, offeredKinds(trusted))
    return search.has('name') ? { ...asked, fromLink: true } : asked
  }, [search, trusted])
  if (unverified !== undefined) return <UnverifiedNote email={unverified} />
  return (
    <>
      {isFull && <Callout tone="warning">{t('most', { count: MOST_PENDING_PUBLISHERS })}</Callout>}
      <AddPendingPublisher name={search.get('name') ?? ''} trusted={trusted} prefill={prefill} />
    </>
  )
}
