import type { AccountEvent } from '@wheelhouse/shared-types'
import type { Event } from '@wheelhouse/database'

type Details = Record<string, string | number | boolean | null>

/** @param here hash of the network address that asks. */
export function presentEvent(event: Event, here: string): AccountEvent {
  const { fromBrowser, fromSystem, ...details } = event.details as Details
  const isKnown = event.addressHash !== null
  return {
    id: event.id,
    kind: event.kind,
    at: event.createdAt.toISOString(),
    actor: event.actorName,
    device: isKnown ? { browser: textOf(fromBrowser), system: textOf(fromSystem) } : null,
    sameNetwork: isKnown ? event.addressHash === here : null,
    details,
  }
}

/** As others of a project may know it: who and what, not from which browser or network. */
export function presentProjectEvent(event: Event): AccountEvent {
  return { ...presentEvent(event, ''), device: null, sameNetwork: null }
}

const textOf = (value: Details[string] | undefined) => (typeof value === 'string' ? value : null)
