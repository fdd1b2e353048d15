import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const MINUTE_MS = 60_000
const KEPT_MS = 30 * MINUTE_MS
const TIMEOUT_MS = 5_000

/** The list of a reporter's public keys, in the form in which GitHub gives its own out. */
const KeyList = z.object({
  public_keys: z.array(
    z.object({ key_identifier: z.string(), key: z.string(), is_current: z.boolean() }),
  ),
})

export type ReportKeys = {
  /**
   * The current key of an identifier; undefined for one that is unknown or not current any more.
   * @throws Error when the list cannot be read.
   */
  find(identifier: string): Promise<KeyObject | undefined>
}

/**
 * Keys from a `file:` or an `https:` address, kept for half an hour; an unknown identifier has the
 * list read again, once a minute at the most.
 * @param now milliseconds
 */
export function createReportKeys(source: string, now: () => number): ReportKeys {
  let known: { at: number; keys: Map<string, KeyObject> } | undefined
  return {
    find: async (identifier) => {
      const age = known === undefined ? Number.POSITIVE_INFINITY : now() - known.at
      const isKnown = known?.keys.has(identifier) === true
      if (known === undefined || age > KEPT_MS || (!isKnown && age > MINUTE_MS)) {
        known = { at: now(), keys: await readKeys(source) }
      }
      return known.keys.get(identifier)
    },
  }
}

async function readKeys(source: string): Promise<Map<string, KeyObject>> {
  const text = source.startsWith('file:')
    ? await readFile(fileURLToPath(source), 'utf8')
    : await fetchText(source)
  const { public_keys } = KeyList.parse(JSON.parse(text))
  return new Map(
    public_keys
      .filter((key) => key.is_current)
      .map((key) => [key.key_identifier, createPublicKey(key.key)]),
  )
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { Accept: 'application/json', 'User-Agent': 'Wheelhouse' },
  })
  if (!response.ok) throw new Error(`the list of keys was answered with ${response.status}`)
  return response.text()
}
