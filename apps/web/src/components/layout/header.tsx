import { useQuery } from '@tanstack/react-query'
import type { Account } from '@wheelhouse/shared-types'
import { CircleUserRound, Monitor, Moon, Search, Sun } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { accountQuery } from '../../features/session/queries.ts'
import { useSignOut } from '../../features/session/use-sign-out.ts'
import { useStore } from '../../lib/store.ts'
import { paths } from '../../paths.ts'
import { ButtonLink, IconButton } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Link } from '../../ui/link.tsx'
import { ACCOUNT_PAGES } from './account-pages.ts'
import styles from './header.module.css'
import { useSiteName } from './page.tsx'
import { chooseTheme, theme, THEMES, type Theme } from './theme.ts'
import { Wordmark } from './wordmark.tsx'

/** The bar above every screen. */
export function Header() {
  const t = useTranslations('common.header')
  const site = useSiteName()
  const { pathname } = useLocation()
  const account = useQuery(accountQuery())
  return (
    <header className={styles.header}>
      <nav className={styles.bar} aria-label={t('label')}>
        <Link to={paths.home()} className={styles.home} aria-label={t('home', { site })}>
          <Wordmark name={site} />
        </Link>
        {pathname !== paths.home() && <HeaderSearch key={pathname} />}
        <div className={styles.end}>
          <ThemeMenu />
          {account.data ? <AccountMenu account={account.data} /> : <GuestLinks />}
        </div>
      </nav>
    </header>
  )
}

function HeaderSearch() {
  const t = useTranslations('common.header')
  const navigate = useNavigate()
  const { search } = useLocation()
  const query = new URLSearchParams(search).get('q') ?? ''
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Going back to another search: the field says what is shown, and keeps the focus if it has it.
    if (input.current !== null) input.current.value = query
  }, [query])
  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void navigate(paths.search(input.current?.value.trim()))
        }}
      >
        <input
          ref={input}
          name="q"
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          defaultValue={query}
          autoComplete="off"
          spellCheck={false}
        />
        <IconButton type="submit" label={t('searchButton')}>
          <Search size={18} aria-hidden="true" />
        </IconButton>
      </form>
    </search>
  )
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon }
const THEME_WORDS = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

function ThemeMenu() {
  const t = useTranslations('common.header')
  const chosen = useStore(theme)
  const icon = (name: Theme, size: number) => {
    const Icon = THEME_ICONS[name]
    return <Icon size={size} aria-hidden="true" />
  }
  return (
    <Disclosure label={t('theme')} face={icon(chosen, 18)}>
      {(close) =>
        THEMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen}
            onClick={() => {
              chooseTheme(name)
              close()
            }}
          >
            {icon(name, 16)}
            {t(THEME_WORDS[name])}
          </button>
        ))
      }
    </Disclosure>
  )
}

function AccountMenu({ account }: { account: Account }) {
  const t = useTranslations('common.header')
  const tNav = useTranslations('common.accountPages')
  const signOut = useSignOut()
  return (
    <Disclosure
      label={t('account', { username: account.username })}
      face={
        <>
          <CircleUserRound size={18} aria-hidden="true" />
          <span className={styles.username}>{account.username}</span>
        </>
      }
    >
      {(close) => (
        <>
          {ACCOUNT_PAGES.map(({ key, to }) => (
            <Link key={key} to={to} onClick={close}>
              {tNav(key)}
            </Link>
          ))}
          <button
            type="button"
            onClick={() => {
              void signOut()
              close()
            }}
          >
            {t('signOut')}
          </button>
        </>
      )}
    </Disclosure>
  )
}

function GuestLinks() {
  const t = useTranslations('common.header')
  const { pathname, search } = useLocation()
  const onWayIn = pathname === paths.signIn() || pathname.startsWith(paths.register())
  return (
    <>
      <ButtonLink
        variant="quiet"
        size="small"
        to={onWayIn ? paths.signIn() : paths.signIn(pathname + search)}
      >
        {t('signIn')}
      </ButtonLink>
      <ButtonLink size="small" to={paths.register()}>
        {t('register')}
      </ButtonLink>
    </>
  )
}
