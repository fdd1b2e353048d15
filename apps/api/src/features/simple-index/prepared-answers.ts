import { PUBLIC_CACHE, READ_HEADERS } from '../../http/read-api.ts'
import { projectKey } from '../../http/surrogate-keys.ts'
import type { Coding, Variant } from '../../http/variants.ts'
import type { Negotiated } from './negotiate.ts'
import type { CachedPage } from './page-cache.ts'

/** An answer with everything laid out but what Node adds: headers as `writeHead` takes them raw. */
export type PreparedAnswer = {
  readonly etag: string
  readonly found: string[]
  readonly notModified: string[]
  /** Bytes as Latin-1 where they fit into one packet with the headers, which is then one write. */
  readonly body: Buffer | string
}

/** With the headers this stays below the 16 KiB that Node writes without an allocation. */
const MOST_TEXT_BYTES = 12 * 1024

/**
 * Lays out the answers for public pages, once for each form, coding and label that is asked for; they
 * go with the page. `more` are the installation's own headers.
 */
export function createPreparedAnswers(
  more: Readonly<Record<string, string>>,
): (page: CachedPage, negotiated: Negotiated, coding: Coding) => PreparedAnswer {
  const answers = new WeakMap<Variant, PreparedAnswer & { contentType: string }>()
  return (page, { form, contentType }, coding) => {
    const variant = page.variants[form][coding]!
    const known = answers.get(variant)
    // One label: clients of one index ask alike, and a page that changes labels is laid out again.
    if (known?.contentType === contentType) return known
    const { body, etag } = variant
    const common = {
      ...READ_HEADERS,
      'Cache-Control': PUBLIC_CACHE,
      'X-PyPI-Last-Serial': page.serial.toString(),
      ...more,
      'Surrogate-Key': projectKey(page.name),
      ETag: etag,
    }
    const made = {
      contentType,
      etag,
      found: flat({
        ...common,
        'Content-Type': contentType,
        'Content-Length': String(body.length),
        ...(coding === 'identity' ? {} : { 'Content-Encoding': coding }),
      }),
      notModified: flat(common),
      body: body.length > MOST_TEXT_BYTES ? body : body.toString('latin1'),
    }
    answers.set(variant, made)
    return made
  }
}

function flat(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flat()
}
