import { checkUsername } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'

export type UsernameState = 'unknown' | 'checking' | 'free' | 'taken'

/**
 * Asks whether a username can be taken. What was asked before is remembered; editing stops the
 * question; when it cannot be answered the state stays `unknown` and the server decides later.
 */
export function useUsernameCheck() {
  const [state, setState] = useState<UsernameState>('unknown')
  const known = useRef(new Map<string, boolean>())
  const asking = useRef<AbortController>(null)

  useEffect(() => () => asking.current?.abort(), [])

  function forget(): void {
    asking.current?.abort()
    setState('unknown')
  }

  async function ask(typed: string): Promise<void> {
    asking.current?.abort()
    const abort = new AbortController()
    asking.current = abort
    const settle = (available: boolean) => setState(available ? 'free' : 'taken')
    try {
      const username = (await import('./schemas.ts')).readUsername(typed)
      if (abort.signal.aborted || username === undefined) return
      const before = known.current.get(username)
      if (before !== undefined) {
        settle(before)
        return
      }
      setState('checking')
      const { available } = await call(checkUsername, { params: { username } }, abort.signal)
      known.current.set(username, available)
      settle(available)
    } catch {
      if (!abort.signal.aborted) setState('unknown')
    }
  }

  return { state, ask, forget }
}
