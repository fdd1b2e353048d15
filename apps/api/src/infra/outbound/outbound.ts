import type { OutboundAllowed } from './outbound-rules.ts'
import { safeFetch, type SafeAnswer, type SafeRequest } from './safe-fetch.ts'

/** `safeFetch` with what the operator allows: a part, so that a test can lead an address elsewhere. */
export type Outbound = (
  address: string | URL,
  request: Omit<SafeRequest, 'allowed'>,
) => Promise<SafeAnswer>

export function createOutbound(allowed: OutboundAllowed): Outbound {
  return (address, request) => safeFetch(address, { ...request, allowed })
}
