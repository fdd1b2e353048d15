/** A network of IPv4 or IPv6 (RFC 4632, RFC 4291): the bits that count, as a number, and how many. */
type Network = { readonly bits: 32 | 128; readonly base: bigint; readonly prefix: number }

/** The longest text that can be a network. */
export const NETWORK_MAX_LENGTH = 49

/**
 * The shortest usual spelling of a network (`10.0.0.0/8`, `2001:db8::/32`; of one address `/32` or
 * `/128`), host bits cleared; undefined for what is none.
 */
export function normalizeNetwork(text: string): string | undefined {
  const network = parseNetwork(text)
  return network === undefined ? undefined : printNetwork(network)
}

/**
 * Whether an address is in one of these networks. An IPv4 address that came over IPv6
 * (`::ffff:1.2.3.4`) counts as itself; what is no address is in none.
 */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const own = parseAddress(address)
  return own !== undefined && networks.some((text) => contains(parseNetwork(text), own))
}

function contains(network: Network | undefined, address: Network): boolean {
  return (
    network !== undefined &&
    network.bits === address.bits &&
    maskTo(address.base, network.prefix, network.bits) === network.base
  )
}

function parseNetwork(text: string): Network | undefined {
  if (text.length > NETWORK_MAX_LENGTH) return undefined
  const [host = '', length, ...more] = text.split('/')
  const address = parseAddress(host)
  if (address === undefined || more.length > 0) return undefined
  // The prefix of `::ffff:10.0.0.0/104` would be ambiguous.
  if (host.includes(':') && address.bits === 32 && length !== undefined) return undefined
  if (length === undefined) return address
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (!(prefix <= address.bits) || String(prefix) !== length) return undefined
  return { ...address, base: maskTo(address.base, prefix, address.bits), prefix }
}

const maskTo = (value: bigint, prefix: number, bits: number): bigint => {
  const rest = BigInt(bits - prefix)
  return (value >> rest) << rest
}

function parseAddress(text: string): Network | undefined {
  if (!text.includes(':')) {
    const base = parseIpv4(text)
    return base === undefined ? undefined : { bits: 32, base, prefix: 32 }
  }
  const base = parseIpv6(text)
  if (base === undefined) return undefined
  const isMapped = base >> 32n === 0xffffn
  return isMapped
    ? { bits: 32, base: base & 0xffffffffn, prefix: 32 }
    : { bits: 128, base, prefix: 128 }
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    // A leading zero would be octal to some.
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) =>
    half === '' ? [] : readGroups(half, index === halves.length - 1),
  )
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])]
  return groups.reduce((value, group) => (value << 16n) | group, 0n)
}

/** Groups of up to four hexadecimal digits; at the end an IPv4 address may stand for two. */
function readGroups(text: string, isEnd: boolean): bigint[] | undefined {
  const parts = text.split(':')
  if (parts.length > 8) return undefined
  const groups: bigint[] = []
  for (const [index, part] of parts.entries()) {
    if (isEnd && part.includes('.') && index === parts.length - 1) {
      const ipv4 = parseIpv4(part)
      if (ipv4 === undefined) return undefined
      groups.push(ipv4 >> 16n, ipv4 & 0xffffn)
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`))
    } else return undefined
  }
  return groups
}

function printNetwork({ bits, base, prefix }: Network): string {
  if (bits === 32) {
    const bytes = [24n, 16n, 8n, 0n].map((shift) => (base >> shift) & 0xffn)
    return `${bytes.join('.')}/${prefix}`
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((base >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  )
  return `${shorten(groups)}/${prefix}`
}

/** The longest run of zeros, the first of equals, becomes `::` (RFC 5952). */
function shorten(groups: readonly string[]): string {
  let best = { start: 0, length: 1 }
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0
    while (groups[start + length] === '0') length += 1
    if (length > best.length) best = { start, length }
  }
  if (best.length < 2) return groups.join(':')
  const before = groups.slice(0, best.start).join(':')
  return `${before}::${groups.slice(best.start + best.length).join(':')}`
}
