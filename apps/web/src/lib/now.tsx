import {
  createContext,
  startTransition,
  useContext,
  useEffect,
  useState,
  type ReactNode,
} from 'react'

/** Milliseconds after which what was "3 minutes ago" is told anew. */
const TICK = 60_000
const Tick = createContext(0)

/** One clock for all that tells how long ago something was: a list of hundreds would have hundreds. */
export function Clock({ children }: { children: ReactNode }) {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => startTransition(() => setTick(Date.now())), TICK)
    return () => clearInterval(timer)
  }, [])
  return <Tick value={tick}>{children}</Tick>
}

/** Milliseconds since 1970: when the component came, and each minute after that. */
export function useNow(): number {
  const [first] = useState(Date.now)
  return Math.max(first, useContext(Tick))
}
