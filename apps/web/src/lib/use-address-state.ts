import { useCallback, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'

/** Milliseconds without a change before the address follows. */
const SETTLED = 250

/**
 * The query of the address as state of a filter. A change is seen at once and written to the
 * address when typing pauses: a navigation per key would drop keys, since the router takes its
 * time. It replaces the entry of the history, and the scroll position stays. The function stays the
 * same, so that a list that has it is not made again.
 */
export function useAddressState(): [
  URLSearchParams,
  (next: Record<string, string> | URLSearchParams) => void,
] {
  const [search, setSearch] = useSearchParams()
  const address = search.toString()
  const [shown, setShown] = useState(address)
  const written = useRef(address)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const write = useRef(setSearch)
  useEffect(() => {
    write.current = setSearch
  }, [setSearch])

  useEffect(() => {
    // Somebody went to another address, unless it is the one that was just written.
    if (timer.current !== undefined || address === written.current) return
    written.current = address
    setShown(address)
  }, [address])

  useEffect(() => () => clearTimeout(timer.current), [])

  const change = useCallback((next: Record<string, string> | URLSearchParams) => {
    const text = new URLSearchParams(next).toString()
    setShown(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = undefined
      written.current = text
      write.current(text, { replace: true, preventScrollReset: true })
    }, SETTLED)
  }, [])

  return [new URLSearchParams(shown), change]
}
