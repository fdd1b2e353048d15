import { useEffect, useRef, type RefObject } from 'react'

type Act = { readonly isSuccess: boolean; readonly submittedAt: number }

/**
 * Moves the focus to `target`, once after each act that succeeded: what its button stood on is gone. Not
 * before the question that led there is closed, as that would take the focus back.
 */
export function useFocusAfter(
  target: RefObject<HTMLElement | null>,
  acts: readonly Act[],
  isAsking: boolean = false,
): void {
  const doneAt = Math.max(0, ...acts.map((act) => (act.isSuccess ? act.submittedAt : 0)))
  const handled = useRef(0)
  useEffect(() => {
    if (isAsking || doneAt <= handled.current) return
    handled.current = doneAt
    target.current?.focus()
  }, [isAsking, doneAt, target])
}
