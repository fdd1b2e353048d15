import { startTransition, useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'
import styles from './button.module.css'

/** Rows that are there at once: more than three windows full. */
const FIRST_ROWS = 50
/** Rows that follow at a time: as many as a slow telephone makes between two frames that nobody misses. */
const SLICE = 25
/** A list that is not longer than this needs no button for its end, which comes by itself. */
const SHORT = FIRST_ROWS + SLICE

/**
 * The beginning of a list, which grows by itself until all of it is there. A thousand rows at once
 * hold a page for a second; like this it answers all the time, and the browser's own search, the
 * Tab key and those who listen have every row in the end, which no window over the list gives them.
 * It waits until the list is asked for as a `whole`.
 */
export function useGrowing<Row>(rows: readonly Row[], whole: boolean = true): readonly Row[] {
  const [count, setCount] = useState(FIRST_ROWS)
  const most = Math.max(FIRST_ROWS, rows.length)
  // What was filtered away comes back as it came first, and not all at once.
  if (count > most + SLICE) setCount(most)
  useEffect(() => {
    if (!whole || count >= rows.length) return
    const timer = setTimeout(() => startTransition(() => setCount(count + SLICE)))
    return () => clearTimeout(timer)
  }, [whole, count, rows.length])
  return rows.length <= count ? rows : rows.slice(0, count)
}

/**
 * The beginning of a long list and, where there is more, a button for the rest: what is done to the page
 * costs by the rows in it. Shown whole, every row is there for the browser's own search, the Tab key
 * and those who listen. `none` stands in the place of a list without rows, as a filter may leave it: when
 * there are some again, as many are shown as were asked for.
 */
export function FirstRows<Row>(props: {
  rows: readonly Row[]
  none?: ReactNode
  children: (rows: readonly Row[]) => ReactNode
}) {
  const { rows, none, children } = props
  const [asked, setAsked] = useState(false)
  const whole = asked || rows.length <= SHORT
  const shown = useGrowing(rows, whole)
  const t = useTranslations('common')
  const box = useRef<HTMLDivElement>(null)
  const showAll = () => {
    // The button goes: the focus waits at the stop before, and the next one is in the first new row.
    const stops = [...(box.current?.querySelectorAll<HTMLElement>('a,button,input') ?? [])]
    stops.at(-2)?.focus({ preventScroll: true })
    announce(t('pagination.shown', { shown: rows.length, total: rows.length }))
    setAsked(true)
  }
  return (
    <div ref={box}>
      {rows.length === 0 && none !== undefined ? none : children(shown)}
      {!whole && (
        <p className={styles.below}>
          <Button onClick={showAll}>{t('showRest', { count: rows.length })}</Button>
        </p>
      )}
    </div>
  )
}
