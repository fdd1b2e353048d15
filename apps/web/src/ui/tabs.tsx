import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { PageLink } from './link.tsx'
import styles from './tabs.module.css'

export type TabItem = { id: string; label: ReactNode; children: ReactNode }

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/**
 * Panels of which one is shown; arrow keys, Home and End move between them. Without `selected` it
 * keeps the choice itself. For parts of a page that have addresses, use `RouteTabs`.
 */
export function Tabs(props: {
  label: string
  tabs: readonly TabItem[]
  selected?: string | undefined
  onSelect?: (id: string) => void
}) {
  const { label, tabs } = props
  const base = useId()
  const [own, setOwn] = useState<string>()
  const wanted = props.selected ?? own
  const index = Math.max(
    0,
    tabs.findIndex(({ id }) => id === wanted),
  )
  const shown = tabs[index]
  if (shown === undefined) return null

  const select = (id: string) => {
    setOwn(id)
    props.onSelect?.(id)
  }

  function move(event: KeyboardEvent<HTMLElement>) {
    const end = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined
    const step = STEPS[event.key]
    if (end === undefined && step === undefined) return
    event.preventDefault()
    // "Right" is towards the end of the line only where lines run to the right.
    const direction = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const target = end ?? (index + (step ?? 0) * direction + tabs.length) % tabs.length
    const next = tabs[target]
    if (next === undefined) return
    select(next.id)
    document.getElementById(`${base}-${next.id}`)?.focus()
  }

  return (
    <div className={styles.tabs}>
      <div className={styles.list} role="tablist" aria-label={label}>
        {tabs.map(({ id, label: words }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            className={styles.tab}
            aria-selected={id === shown.id}
            aria-controls={`${base}-panel`}
            tabIndex={id === shown.id ? 0 : -1}
            onClick={() => select(id)}
            onKeyDown={move}
          >
            {words}
          </button>
        ))}
      </div>
      <div
        key={shown.id}
        className={styles.panel}
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${shown.id}`}
      >
        {shown.children}
      </div>
    </div>
  )
}

/** Links between the parts of one thing, each with its own address. The focus stays on them. */
export function RouteTabs(props: {
  label: string
  tabs: readonly { to: string; label: ReactNode; end?: boolean }[]
}) {
  return (
    <nav className={styles.list} aria-label={props.label} data-keeps-focus>
      {props.tabs.map(({ to, label, end }) => (
        <PageLink
          key={to}
          to={to}
          end={end ?? false}
          className={styles.tab ?? ''}
          preventScrollReset
        >
          {label}
        </PageLink>
      ))}
    </nav>
  )
}
