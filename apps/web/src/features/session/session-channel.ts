import type { QueryClient } from '@tanstack/react-query'
import { getAccount } from '@wheelhouse/shared-types'

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('wheelhouse')

/** Tells the other tabs that somebody signed in or out here. */
export function announceSession(): void {
  channel?.postMessage('session')
}

/** Asks anew who is signed in whenever another tab says that this changed. Returns its end. */
export function followSession(client: QueryClient): () => void {
  const listener = () => void client.invalidateQueries({ queryKey: [getAccount.id] })
  channel?.addEventListener('message', listener)
  return () => channel?.removeEventListener('message', listener)
}
