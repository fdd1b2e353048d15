import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import { NavLink } from 'react-router'
import styles from './tabs.module.css'

export type TabItem = { id: string; label: ReactNode; children: ReactNode }

/** Panels of which one is shown. For parts of a page that have addresses, use `RouteTabs`. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabItem[] }) {
  return (
    <AriaTabs className={styles.tabs ?? ''}>
      <TabList className={styles.list ?? ''} aria-label={label}>
        {tabs.map(({ id, label: words }) => (
          <Tab key={id} id={id} className={styles.tab ?? ''}>
            {words}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, children }) => (
        <TabPanel key={id} id={id} className={styles.panel ?? ''}>
          {children}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

/** Links between the parts of one thing, each with its own address. */
export function RouteTabs(props: {
  label: string
  tabs: readonly { to: string; label: ReactNode; end?: boolean }[]
}) {
  return (
    <nav className={styles.list} aria-label={props.label}>
      {props.tabs.map(({ to, label, end }) => (
        <NavLink key={to} to={to} end={end ?? false} className={styles.tab ?? ''}>
          {label}
        </NavLink>
      ))}
    </nav>
  )
}
