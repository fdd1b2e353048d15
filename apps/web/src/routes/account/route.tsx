import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Outlet, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { ACCOUNT_PAGES } from '../../components/layout/account-pages.ts'
import { InvitationBanner } from '../../features/people/invitation-banner.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { sessionNotice } from '../../features/session/session-notice.ts'
import { requireAccount } from '../../features/session/require-account.ts'
import { paths } from '../../paths.ts'
import { PageLink } from '../../ui/link.tsx'
import styles from './account.module.css'

export const loader = (args: LoaderFunctionArgs) => requireAccount(args)

/** The frame of the signed-in person's pages: their list at the side. */
export function Component() {
  const t = useTranslations('common')
  const signedOut = useQuery(accountQuery()).data === null
  useEffect(() => {
    // Another tab signed out: say so here too, where somebody may be typing.
    if (signedOut) sessionNotice.set(true)
  }, [signedOut])
  return (
    <div className={styles.account}>
      <nav className={styles.nav} aria-label={t('header.accountPages')}>
        <ul className={styles.list}>
          {ACCOUNT_PAGES.map(({ key, to }) => (
            <li key={key}>
              <PageLink to={to} end={to === paths.account()}>
                {t(`accountPages.${key}`)}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.content}>
        <InvitationBanner />
        <Outlet />
      </div>
    </div>
  )
}
