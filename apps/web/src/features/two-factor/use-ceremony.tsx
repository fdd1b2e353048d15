import { useState, type ReactNode } from 'react'
import { Callout } from '../../ui/callout.tsx'
import { useFaultWords } from './use-fault-words.ts'

export type Ceremony = {
  pending: boolean
  /** What went wrong the last time, in words, or nothing. */
  note: ReactNode
  /** Does the work, unless it is under way; what it throws is told by `note`, and to `onFault`. */
  run: (work: () => Promise<void>, onFault?: (error: unknown) => void) => Promise<void>
  /** Tells what went wrong elsewhere. The same function at every render. */
  tell: (error: unknown) => void
}

/** One act with a passkey at a time: whether it is under way, and what went wrong. */
export function useCeremony(): Ceremony {
  const words = useFaultWords()
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<unknown>()

  async function run(work: () => Promise<void>, onFault?: (error: unknown) => void) {
    setPending(true)
    setFault(undefined)
    try {
      await work()
    } catch (error) {
      setFault(error)
      onFault?.(error)
    }
    setPending(false)
  }

  const note = fault !== undefined && (
    <Callout tone="danger" live>
      {words(fault)}
    </Callout>
  )
  return { pending, note, run, tell: setFault }
}
