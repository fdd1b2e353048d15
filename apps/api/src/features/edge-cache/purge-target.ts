/** Where a cache is told which keys are old, and how. */
export type PurgeTarget = {
  readonly url: string
  /** One request for each key, which stands in the address; else one request with many in its body. */
  readonly isForOneKey: boolean
  readonly headers: Readonly<Record<string, string>>
}

const KEY = '{key}'
/** In one request, where many go into one. */
export const MOST_KEYS_AT_ONCE = 256
const TIMEOUT_MS = 5_000

/**
 * Reads `PURGE_HEADER`, a line such as `Fastly-Key: secret`.
 * @throws Error that says what is wrong, to stand behind the variable's name.
 */
export function parsePurgeHeader(line: string): Record<string, string> {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon)).trim()
  const value = line.slice(colon + 1).trim()
  if (!/^[A-Za-z0-9-]+$/.test(name) || !/^[\x20-\x7e]+$/.test(value)) {
    throw new Error('must be one header, such as Authorization: Bearer secret')
  }
  return { [name]: value }
}

export function purgeTarget(url: string, header: string | undefined): PurgeTarget {
  const headers = header === undefined ? {} : parsePurgeHeader(header)
  return { url, isForOneKey: url.includes(KEY), headers }
}

/** `again`: later it may work; `refused`: the same request will not be taken later either. */
export type PurgeOutcome = {
  readonly outcome: 'purged' | 'again' | 'refused'
  readonly why?: string
}

/** Sends one request: for one key, or for all of them. Never rejects; takes five seconds at most. */
export async function sendPurge(
  { url, isForOneKey, headers }: PurgeTarget,
  keys: readonly string[],
  stopping: AbortSignal,
): Promise<PurgeOutcome> {
  // Keys are made of what a path may hold as it is, so the address shows them as the pages do.
  const address = isForOneKey ? url.replaceAll(KEY, keys[0]!) : url
  const json = isForOneKey ? undefined : JSON.stringify({ keys })
  try {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        ...headers,
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: json }),
    })
    await response.body?.cancel()
    if (response.ok) return { outcome: 'purged' }
    return {
      outcome: isFinal(response.status) ? 'refused' : 'again',
      why: `HTTP ${response.status}`,
    }
  } catch (error) {
    return { outcome: 'again', why: (error as Error).message }
  }
}

/** A wrong credential can be mended by the operator; a request that makes no sense cannot. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status)
}
