import { useQuery } from '@tanstack/react-query'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { sessionsQuery } from '../../features/session/queries.ts'
import { SessionList } from '../../features/session/session-list.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(sessionsQuery()))

/** The browsers in which somebody is signed in. */
export function Component() {
  const t = useTranslations('sessions')
  const { data: sessions, error, refetch } = useQuery(sessionsQuery())
  return (
    <Page title={t('title')} lead={t('lead')}>
      {sessions !== undefined ? (
        <SessionList sessions={sessions} />
      ) : error === null ? (
        <Skeleton lines={6} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      <p>
        {t.rich('stranger', {
          link: (words) => <Link to={paths.accountPassword()}>{words}</Link>,
        })}
      </p>
    </Page>
  )
}
