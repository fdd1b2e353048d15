import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Day } from '../../ui/facts.tsx'
import styles from './profile.module.css'

/** What the account holds, and what it still lacks. */
export function Component() {
  const t = useTranslations('account.profile')
  const account = useQuery(accountQuery()).data
  if (!account) return <Page title={t('title')} />
  return (
    <Page title={t('title')}>
      {!account.emailVerified && (
        <Callout
          tone="warning"
          title={t('verifyTitle')}
          actions={<ResendButton email={account.email} />}
        >
          {t('verify', { email: account.email })}
          <DevMailboxLink />
        </Callout>
      )}
      <dl className={styles.facts}>
        <dt>{t('username')}</dt>
        <dd>
          {account.username} <span className={styles.remark}>{t('usernameFixed')}</span>
        </dd>
        <dt>{t('name')}</dt>
        <dd>
          {account.name === '' ? (
            <span className={styles.remark}>{t('noName')}</span>
          ) : (
            account.name
          )}
        </dd>
        <dt>{t('email')}</dt>
        <dd>
          {account.email}{' '}
          {account.emailVerified ? (
            <Badge tone="success">{t('verified')}</Badge>
          ) : (
            <Badge tone="warning">{t('unverified')}</Badge>
          )}
        </dd>
        <dt>{t('since')}</dt>
        <dd>
          <Day at={account.createdAt} />
        </dd>
      </dl>
    </Page>
  )
}
