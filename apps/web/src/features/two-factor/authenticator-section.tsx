import { removeAuthenticator, type TwoFactor } from '@wheelhouse/shared-types'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useFactorsChanged } from './queries.ts'
import styles from './two-factor.module.css'

/** Whether there is an authentication app, and what can be done about it. */
export function AuthenticatorSection(props: {
  authenticator: TwoFactor['authenticator']
  last: boolean
  onSetUp: () => void
}) {
  const { authenticator, last, onSetUp } = props
  const t = useTranslations('twoFactor')
  const changed = useFactorsChanged()
  const [asked, setAsked] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <section className={styles.section}>
      <div className={styles.headline}>
        <h2 ref={heading} tabIndex={-1}>
          {t('app')}
        </h2>
        {authenticator !== null && <Badge tone="success">{t('on')}</Badge>}
      </div>
      <p>{t('appLead')}</p>
      {authenticator === null ? (
        <Button onClick={onSetUp}>{t('appSetUp')}</Button>
      ) : (
        <>
          <p className={styles.quiet}>
            {t.rich('added', { day: () => <Day at={authenticator.createdAt} /> })}
            {' · '}
            {authenticator.lastUsedAt === null
              ? t('neverUsed')
              : t.rich('used', {
                  time: () => <RelativeTime at={authenticator.lastUsedAt ?? ''} />,
                })}
          </p>
          <Button onClick={() => setAsked(true)}>{t('appRemove')}</Button>
        </>
      )}
      <LazyConfirm
        open={asked}
        title={t('appRemoveTitle')}
        actionLabel={t('appRemove')}
        pendingLabel={t('removing')}
        onConfirm={async () => {
          await call(removeAuthenticator, {})
          showToast(t('appRemoved'))
          await changed()
          heading.current?.focus()
        }}
        onClose={() => setAsked(false)}
      >
        <p>{t('appRemoveBody')}</p>
        {last && <p>{t('lastBody')}</p>}
      </LazyConfirm>
    </section>
  )
}
