import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/layout/page.tsx'
import { LockAccount } from '../../features/session/lock-account.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import styles from './not-me.module.css'

/**
 * Where mails about security lead: what to do, in order, when somebody else uses the account. Open to
 * everybody, since who needs it most may not get in any more.
 */
export function Component() {
  const t = useTranslations('notMe')
  const account = useQuery(accountQuery()).data
  const isSignedIn = account != null
  const to = (path: string) => (words: ReactNode) => <Link to={path}>{words}</Link>
  return (
    <Page narrow title={t('title')} lead={t('lead')}>
      {isSignedIn && <LockAccount username={account.username} />}
      <ol className={styles.steps}>
        <Step title={t('passwordTitle')}>
          {isSignedIn
            ? t.rich('passwordIn', { link: to(paths.accountPassword()) })
            : t.rich('passwordOut', { link: to(paths.resetPassword()) })}
        </Step>
        <Step title={t('mailTitle')}>
          {t('mail')}
          {!isSignedIn && <> {t.rich('signIn', { link: to(paths.signIn(paths.notMe())) })}</>}
        </Step>
        <Step title={t('sessionsTitle')}>{t.rich('sessions', { link: to(paths.sessions()) })}</Step>
        <Step title={t('factorsTitle')}>
          {t.rich('factors', { factors: to(paths.twoFactor()), emails: to(paths.emails()) })}
        </Step>
        <Step title={t('tokensTitle')}>{t.rich('tokens', { link: to(paths.tokens()) })}</Step>
        <Step title={t('historyTitle')}>
          {t.rich('history', { history: to(paths.history()), projects: to(paths.ownProjects()) })}
        </Step>
      </ol>
      <Callout>{t('operator')}</Callout>
    </Page>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <h2>{title}</h2>
      <p>{children}</p>
    </li>
  )
}
