import { NavLink, Outlet, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { ACCOUNT_PAGES } from '../../components/layout/account-pages.ts'
import { requireAccount } from '../../features/session/require-account.ts'
import { paths } from '../../paths.ts'
import styles from './account.module.css'

export const loader = (args: LoaderFunctionArgs) => requireAccount(args)

/** The frame of the signed-in person's pages: their list at the side. */
export function Component() {
  const t = useTranslations('account')
  return (
    <div className={styles.account}>
      <nav className={styles.nav} aria-label={t('navigation')}>
        <ul className={styles.list}>
          {ACCOUNT_PAGES.map(({ key, to }) => (
            <li key={key}>
              <NavLink to={to} end={to === paths.account()}>
                {t(`nav.${key}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  )
}
