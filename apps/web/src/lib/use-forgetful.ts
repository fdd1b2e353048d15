import { useEffect } from 'react'

/** A page that a browser froze and thaws again (by its back button) shows no secret. */
export function useForgetful(forget: () => void): void {
  useEffect(() => {
    const thawed = (event: PageTransitionEvent) => {
      if (event.persisted) forget()
    }
    addEventListener('pageshow', thawed)
    return () => removeEventListener('pageshow', thawed)
  })
}
