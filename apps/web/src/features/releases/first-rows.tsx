import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'

/** Rows that a list shows before it is asked for all of them. */
export const FIRST_ROWS = 150

/**
 * The beginning of a long list and, where there is more, a button for the rest: hundreds of rows
 * would make every key of a filter wait. Shown whole, the browser's own search finds everything.
 */
export function FirstRows<Row>(props: {
  rows: readonly Row[]
  children: (rows: readonly Row[]) => ReactNode
}) {
  const { rows, children } = props
  const t = useTranslations('common')
  const [whole, setWhole] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const cut = !whole && rows.length > FIRST_ROWS
  const showAll = () => {
    // The button goes: the focus waits at the stop before, and the next one is in the first new row.
    const stops = [...(box.current?.querySelectorAll<HTMLElement>('a, button') ?? [])]
    stops.at(-2)?.focus({ preventScroll: true })
    setWhole(true)
  }
  return (
    <div ref={box}>
      {children(cut ? rows.slice(0, FIRST_ROWS) : rows)}
      {cut && (
        <p>
          <Button onClick={showAll}>{t('showRest', { count: rows.length })}</Button>
        </p>
      )}
    </div>
  )
}
