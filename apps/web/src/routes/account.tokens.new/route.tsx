import { useQuery } from '@tanstack/react-query'
import type { Token } from '@wheelhouse/shared-types'
import { useEffect, useState } from 'react'
import { useBlocker, useNavigate, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { ownProjectsQuery } from '../../features/projects/queries.ts'
import { accountQuery } from '../../features/session/queries.ts'
import { TokenForm } from '../../features/tokens/token-form.tsx'
import { TokenResult } from '../../features/tokens/token-result.tsx'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { Link } from '../../ui/link.tsx'
import { showToast } from '../../ui/toast.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query({ ...ownProjectsQuery(), staleTime: 'static' }))

/** Make a token, then see it once. Its value is state of this component and nowhere else. */
export function Component() {
  const t = useTranslations('tokens')
  const account = useQuery(accountQuery()).data
  const [created, setCreated] = useState<{ token: Token; secret: string }>()
  useForgetful(() => setCreated(undefined))
  if (!account) return <Page title={t('newTitle')} />
  return (
    <Page title={t('newTitle')}>
      {created !== undefined ? (
        <Result {...created} />
      ) : account.emailVerified ? (
        <>
          <p>
            <Link to={paths.tokens()}>{t('back')}</Link>
          </p>
          <TokenForm onCreated={(token, secret) => setCreated({ token, secret })} />
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

/** A page that a browser froze and thaws again (by its back button) shows no secret. */
function useForgetful(forget: () => void): void {
  useEffect(() => {
    const thawed = (event: PageTransitionEvent) => {
      if (event.persisted) forget()
    }
    addEventListener('pageshow', thawed)
    return () => removeEventListener('pageshow', thawed)
  })
}

function Result({ token, secret }: { token: Token; secret: string }) {
  const t = useTranslations('tokens')
  const navigate = useNavigate()
  const [done, setDone] = useState(false)
  const blocker = useBlocker(!done)
  useEffect(() => {
    if (!done) return
    void navigate(paths.tokens())
    showToast(t('dismissed', { name: token.name }))
  }, [done, navigate, t, token.name])
  return (
    <>
      <TokenResult token={token} secret={secret} onDone={() => setDone(true)} />
      <LazyConfirm
        open={blocker.state === 'blocked'}
        title={t('leaveTitle')}
        actionLabel={t('leave')}
        pendingLabel={t('leave')}
        onConfirm={async () => blocker.proceed?.()}
        onClose={() => blocker.reset?.()}
      >
        <p>{t('leaveBody')}</p>
      </LazyConfirm>
    </>
  )
}
