import { startTransition, useEffect, useState } from 'react'

/** Rows that are there at once. */
const FIRST = 150
/** Rows that follow at a time: as many as a slow telephone makes between two frames that nobody misses. */
const SLICE = 50

/**
 * The beginning of a list, which grows by itself until all of it is there. A thousand rows at once
 * hold a page for a second; like this it answers all the time, and the browser's own search, the
 * Tab key and those who listen have every row in the end, which no window over the list gives them.
 */
export function useGrowing<Row>(rows: readonly Row[]): readonly Row[] {
  const [count, setCount] = useState(FIRST)
  const few = rows.length <= FIRST
  const [wereFew, setWereFew] = useState(few)
  if (few !== wereFew) {
    // What was filtered away comes back as it came first.
    setWereFew(few)
    setCount(FIRST)
  }
  useEffect(() => {
    if (count >= rows.length) return
    const timer = setTimeout(() => startTransition(() => setCount(count + SLICE)))
    return () => clearTimeout(timer)
  }, [count, rows.length])
  return rows.length <= count ? rows : rows.slice(0, count)
}
