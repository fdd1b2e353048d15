import type { RangeSource } from './breach-list.ts'

/** Milliseconds: a sign-in waits no longer for it. */
const TIMEOUT = 1_000
const MOST_BYTES = 1024 * 1024
/** Answers change once in a while; the same prefix is asked for again while somebody types. */
const KEPT = 256

/** Asks a service for the lines of a prefix: `GET <base>/<prefix>`, padded, one second at the most. */
export function createRangeService(base: string): RangeSource {
  const known = new Map<string, readonly string[]>()
  return {
    read: async (prefix) => {
      const before = known.get(prefix)
      if (before !== undefined) return before
      const lines = await ask(`${base.replace(/\/+$/, '')}/${prefix}`)
      const [oldest] = known.keys()
      if (known.size >= KEPT && oldest !== undefined) known.delete(oldest)
      known.set(prefix, lines)
      return lines
    },
    close: async () => {},
  }
}

async function ask(url: string): Promise<string[]> {
  const response = await fetch(url, {
    headers: { 'Add-Padding': 'true', 'User-Agent': 'Wheelhouse', Accept: 'text/plain' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  if (!response.ok) throw new Error(`the service answered with ${response.status}`)
  let text = ''
  const decoder = new TextDecoder('latin1')
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > MOST_BYTES) throw new Error('the service answered with too much')
  }
  return text.split('\n').flatMap((line) => {
    const upper = line.trim().toUpperCase()
    return /^[0-9A-F]{35}:\d{1,12}$/.test(upper) ? [upper] : []
  })
}
