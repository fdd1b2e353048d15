import { isIP } from 'node:net'
import { isInNetworks, normalizeNetwork } from '@wheelhouse/shared-types'

/** What an operator lets this server reach beside public addresses (`OUTBOUND_ALLOW`). */
export type OutboundAllowed = {
  readonly networks: readonly string[]
  /** Host names, lower case: whatever they resolve to. */
  readonly hosts: ReadonlySet<string>
}

export const ONLY_PUBLIC: OutboundAllowed = { networks: [], hosts: new Set() }

const HOST =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*\.?$/

/**
 * Networks and host names, separated by commas: `10.0.0.0/8, ci.example.internal`.
 * @throws Error with what cannot be read.
 */
export function parseOutboundAllowed(text: string): OutboundAllowed {
  const networks: string[] = []
  const hosts = new Set<string>()
  for (const part of text.split(',')) {
    const item = part.trim().toLowerCase()
    if (item === '') continue
    const network = normalizeNetwork(item)
    if (network !== undefined) networks.push(network)
    else if (HOST.test(item) && !/^[\d.]+$/.test(item)) hosts.add(item.replace(/\.$/, ''))
    else throw new Error(`${item} is neither a network such as 10.0.0.0/8 nor the name of a host`)
  }
  return { networks, hosts }
}

/**
 * Addresses that are not the public internet (IANA special-purpose registries): this machine, private
 * and shared networks, link-local ones with the clouds' metadata services, documentation, multicast.
 */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // The host agent of one cloud, at a public address.
  '168.63.129.16/32',
]
/** Of IPv6 only what is given out to the public; not its tunnels, which lead to IPv4 addresses. */
const PUBLIC_V6 = ['2000::/3']
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** Whether an address (an IPv4 one in IPv6 spelling counts as itself) is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || isInNetworks(address, NOT_PUBLIC_V4)) return false
  // Only an IPv4 address is in this network, in either spelling.
  if (isInNetworks(address, ['0.0.0.0/0'])) return true
  return isInNetworks(address, PUBLIC_V6) && !isInNetworks(address, NOT_PUBLIC_V6)
}

/** Whether this server may connect to an address that a host name resolved to (or was). */
export function mayConnect(host: string, address: string, allowed: OutboundAllowed): boolean {
  return isPublicAddress(address) || isAllowed(host, address, allowed)
}

/** Whether the operator named the host or the address. */
export function isAllowed(host: string, address: string, allowed: OutboundAllowed): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return allowed.hosts.has(name) || isInNetworks(address, allowed.networks)
}
