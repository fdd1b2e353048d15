import { useEffect, useState } from 'react'

/**
 * Counts `from` seconds down to 0, by the clock rather than by ticks. It starts anew whenever
 * `from` or `run` changes; `undefined` is 0.
 */
export function useCountdown(from: number | undefined, run = 0): number {
  const [passed, setPassed] = useState({ from, run, seconds: 0 })
  useEffect(() => {
    if (from === undefined) return
    const start = performance.now()
    const timer = setInterval(() => {
      const seconds = (performance.now() - start) / 1000
      setPassed({ from, run, seconds })
      if (seconds >= from) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [from, run])
  if (from === undefined) return 0
  const current = passed.from === from && passed.run === run
  return Math.max(0, Math.ceil(from - (current ? passed.seconds : 0)))
}
