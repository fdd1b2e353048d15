import { useQuery } from '@tanstack/react-query'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { NameForm } from '../../features/account/name-form.tsx'
import { emailsQuery } from '../../features/account/queries.ts'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Day } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import styles from './profile.module.css'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(emailsQuery()))

/** What the account holds, and what it still lacks. */
export function Component() {
  const t = useTranslations('profile')
  const account = useQuery(accountQuery()).data
  const emails = useQuery(emailsQuery()).data
  if (!account) return <Page title={t('title')} />
  return (
    <Page title={t('title')}>
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
      <dl className={styles.facts}>
        <dt>{t('username')}</dt>
        <dd>
          {account.username} <span className={styles.remark}>{t('usernameFixed')}</span>
        </dd>
        <dt>{t('email')}</dt>
        <dd>
          {account.email}{' '}
          {account.emailVerified ? (
            <Badge tone="success">{t('verified')}</Badge>
          ) : (
            <Badge tone="warning">{t('unverified')}</Badge>
          )}{' '}
          <Link to={paths.emails()}>{t('change')}</Link>
        </dd>
        {emails !== undefined && (
          <>
            <dt>{t('publicEmail')}</dt>
            <dd>
              {emails.find((email) => email.public)?.address ?? t('publicNone')}{' '}
              <Link to={paths.emails()}>{t('change')}</Link>
            </dd>
          </>
        )}
        <dt>{t('since')}</dt>
        <dd>
          <Day at={account.createdAt} />
        </dd>
      </dl>
      <NameForm account={account} />
      <h2>{t('deleteTitle')}</h2>
      <p>
        {t.rich('delete', {
          link: (words) => <Link to={paths.deleteAccount()}>{words}</Link>,
        })}
      </p>
    </Page>
  )
}
