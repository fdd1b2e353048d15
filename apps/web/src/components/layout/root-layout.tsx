import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, ScrollRestoration, useNavigation } from 'react-router'
import { followSession } from '../../features/session/session-channel.ts'
import { Reauthentication } from '../../features/two-factor/reauthentication.tsx'
import { Announcer } from '../../ui/announcer.tsx'
import { MAIN_ID, SkipLink } from '../../ui/skip-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ToastRegion } from '../../ui/toast.tsx'
import { BounceBanner } from './bounce-banner.tsx'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import styles from './root-layout.module.css'
import { RouteFocus } from './route-focus.tsx'
import { SessionEnded } from './session-ended.tsx'

/** What stands around every screen. */
export function RootLayout() {
  const client = useQueryClient()
  useEffect(() => followSession(client), [client])
  return (
    <Frame>
      <SessionEnded />
      <BounceBanner />
      <Outlet />
      <Reauthentication />
      <RouteFocus />
      <ScrollRestoration />
    </Frame>
  )
}

/** Shown until the first screen has loaded. */
export function Starting() {
  return (
    <div className={styles.starting}>
      <Skeleton />
    </div>
  )
}

/** Header, main part and footer; also around the pages for errors. */
export function Frame({ children }: { children: React.ReactNode }) {
  const busy = useNavigation().state !== 'idle'
  return (
    <div className={styles.frame}>
      <SkipLink />
      <div className={styles.progress} data-busy={busy} aria-hidden="true" />
      <Header />
      <main id={MAIN_ID} className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <Footer />
      <ToastRegion />
      <Announcer />
    </div>
  )
}
