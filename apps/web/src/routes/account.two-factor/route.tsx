import { useQuery } from '@tanstack/react-query'
import type { TwoFactor } from '@wheelhouse/shared-types'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { AddPasskey } from '../../features/two-factor/add-passkey.tsx'
import { AuthenticatorSection } from '../../features/two-factor/authenticator-section.tsx'
import { PasskeyList } from '../../features/two-factor/passkey-list.tsx'
import { twoFactorQuery } from '../../features/two-factor/queries.ts'
import { RecoveryCodes } from '../../features/two-factor/recovery-codes.tsx'
import { RecoverySection } from '../../features/two-factor/recovery-section.tsx'
import styles from '../../features/two-factor/two-factor.module.css'
import { useAhead } from '../../lib/use-ahead.ts'
import { withWords } from '../../messages/words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

// With what draws the QR code: no part of the screen, but there before somebody sets an app up.
const loadSetup = withWords(
  ['factorFaults', 'forms', 'problems', 'secondStep', 'twoFactor'],
  async () => ({
    default: (await import('../../features/two-factor/authenticator-setup.tsx')).AuthenticatorSetup,
  }),
)
const AuthenticatorSetup = lazy(loadSetup)

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(twoFactorQuery()))

type View = { kind: 'overview' } | { kind: 'app' } | { kind: 'codes'; codes: readonly string[] }

/** The second factors: passkeys, an authentication app, recovery codes. Codes are state of this component alone. */
export function Component() {
  const t = useTranslations('twoFactor')
  const account = useQuery(accountQuery()).data
  const { data, error, refetch } = useQuery(twoFactorQuery())
  const [view, setView] = useState<View>({ kind: 'overview' })
  useAhead(loadSetup)
  const overview = () => setView({ kind: 'overview' })
  useFocusOnChange(view.kind)
  if (!account) return <Page title={t('title')} />
  if (view.kind === 'codes') {
    return (
      <Page title={t('codes')}>
        <RecoveryCodes codes={view.codes} onDone={overview} />
      </Page>
    )
  }
  if (view.kind === 'app') {
    return (
      <Page title={t('appSetUp')}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <AuthenticatorSetup
            onDone={(codes) => (codes === null ? overview() : setView({ kind: 'codes', codes }))}
            onCancel={overview}
          />
        </Suspense>
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      {!account.emailVerified && account.emailBounce === null && (
        <Callout
          tone="warning"
          title={t('verifyTitle')}
          actions={<ResendButton email={account.email} />}
        >
          {t('verify', { email: account.email })}
          <DevMailboxLink />
        </Callout>
      )}
      {data !== undefined ? (
        <Overview
          factors={data}
          onSetUp={() => setView({ kind: 'app' })}
          onCodes={(codes) => setView({ kind: 'codes', codes })}
        />
      ) : error === null ? (
        <Skeleton lines={8} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function Overview(props: {
  factors: TwoFactor
  onSetUp: () => void
  onCodes: (codes: readonly string[]) => void
}) {
  const { factors, onSetUp, onCodes } = props
  const t = useTranslations('twoFactor')
  const { passkeys, authenticator, recoveryCodes, required } = factors
  const heading = useRef<HTMLHeadingElement>(null)
  const last = passkeys.length + (authenticator === null ? 0 : 1) === 1
  const none = passkeys.length === 0 && authenticator === null
  return (
    <div className={styles.stack}>
      {none && required && (
        <Callout tone="warning" title={t('requiredTitle')}>
          {t('required')}
        </Callout>
      )}
      <section className={styles.section}>
        <div className={styles.headline}>
          <h2 ref={heading} tabIndex={-1}>
            {t('passkeys')}
          </h2>
          {passkeys.length > 0 && <Badge tone="success">{t('on')}</Badge>}
        </div>
        <p>{t('passkeysLead')}</p>
        {passkeys.length > 0 && <PasskeyList passkeys={passkeys} last={last} heading={heading} />}
        <AddPasskey onCodes={onCodes} />
      </section>
      <AuthenticatorSection authenticator={authenticator} last={last} onSetUp={onSetUp} />
      {recoveryCodes !== null && <RecoverySection codes={recoveryCodes} onCodes={onCodes} />}
    </div>
  )
}

/** The page looks like another one: its heading gets the focus, as after a change of route. */
function useFocusOnChange(kind: View['kind']): void {
  const before = useRef(kind)
  useEffect(() => {
    if (before.current === kind) return
    before.current = kind
    // The codes take the focus themselves.
    if (kind !== 'codes') document.querySelector<HTMLElement>('main h1')?.focus()
  }, [kind])
}
