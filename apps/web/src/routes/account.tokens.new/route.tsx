import { useQuery } from '@tanstack/react-query'
import type { Token } from '@wheelhouse/shared-types'
import { useState } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { ownProjectsQuery } from '../../features/projects/queries.ts'
import { accountQuery } from '../../features/session/queries.ts'
import { siteQuery } from '../../features/site/queries.ts'
import { TokenForm } from '../../features/tokens/token-form.tsx'
import { TokenOnce } from '../../features/tokens/token-once.tsx'
import { useForgetful } from '../../lib/use-forgetful.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    Promise.all([
      client.query(siteQuery()),
      client.query({ ...ownProjectsQuery(), staleTime: 'static' }),
    ]),
  )

/** Make a token, then see it once. Its value is state of this component and nowhere else. */
export function Component() {
  const t = useTranslations('tokens')
  const account = useQuery(accountQuery()).data
  const site = useQuery(siteQuery())
  const [created, setCreated] = useState<{ token: Token; secret: string }>()
  useForgetful(() => setCreated(undefined))
  if (!account) return <Page title={t('newTitle')} />
  return (
    <Page title={t('newTitle')}>
      {created !== undefined ? (
        <TokenOnce {...created} />
      ) : account.emailVerified ? (
        <>
          <p>
            <Link to={paths.tokens()}>{t('back')}</Link>
          </p>
          {site.data !== undefined ? (
            <TokenForm
              maxDays={site.data.tokenMaxDays}
              onCreated={(token, secret) => setCreated({ token, secret })}
            />
          ) : site.error === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState error={site.error} onRetry={() => void site.refetch()} />
          )}
        </>
      ) : (
        <Callout
          tone="warning"
          title={t('verifyTitle')}
          actions={<ResendButton email={account.email} />}
        >
          {t('verify', { email: account.email })}
          <DevMailboxLink />
        </Callout>
      )}
    </Page>
  )
}
