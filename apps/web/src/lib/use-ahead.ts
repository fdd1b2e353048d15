import { useEffect } from 'react'

/** Milliseconds after which a screen counts as idle where a browser does not tell. */
const SETTLED_MS = 1000

/**
 * Fetches code that a press will need, once the screen has nothing else to do. `load` is the same
 * function at every render; undefined: nothing is needed. What fails is fetched again by the press,
 * and told then.
 */
export function useAhead(load: (() => Promise<unknown>) | undefined): void {
  useEffect(() => {
    if (load === undefined) return
    const fetch = () => void load().catch(() => null)
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(fetch, SETTLED_MS)
      return () => clearTimeout(timer)
    }
    const request = requestIdleCallback(fetch)
    return () => cancelIdleCallback(request)
  }, [load])
}
