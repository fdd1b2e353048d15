import { useQuery } from '@tanstack/react-query'
import { type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { queryClientContext } from '../../api/query-client-context.ts'
import { Page } from '../../components/layout/page.tsx'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { RegisterForm } from './register-form.tsx'

export function loader({ context }: LoaderFunctionArgs) {
  void context.get(queryClientContext).prefetchQuery(siteQuery())
  return null
}

/** Open an account; says so where this index takes none. */
export function Component() {
  const t = useTranslations('register')
  const site = useQuery(siteQuery())
  return (
    <Page narrow title={t('title')} lead={t('lead')}>
      {site.isPending && <Skeleton lines={8} />}
      {site.isError && <ErrorState error={site.error} onRetry={() => void site.refetch()} />}
      {site.data?.registration === 'closed' && (
        <Callout tone="warning" title={t('closedTitle')}>
          {t('closed')}
        </Callout>
      )}
      {site.data?.registration === 'invite' && (
        <Callout tone="warning" title={t('inviteTitle')}>
          {t('invite')}
        </Callout>
      )}
      {site.data?.registration === 'open' && <RegisterForm siteName={site.data.name} />}
      <p>{t.rich('haveAccount', { link: (words) => <Link to={paths.signIn()}>{words}</Link> })}</p>
    </Page>
  )
}
