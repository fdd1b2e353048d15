import { PUBLIC_CACHE, READ_HEADERS } from '../../http/read-api.ts'
import { PreparedHead } from '../../http/straight-response.ts'
import { projectKey } from '../../http/surrogate-keys.ts'
import type { Coding, Variant } from '../../http/variants.ts'
import type { Negotiated } from './negotiate.ts'
import type { CachedPage } from './page-cache.ts'

/** The answers that one variant of a page gives, as bytes. */
export type PreparedAnswer = {
  readonly etag: string
  /** 200 without the body: all of a HEAD. */
  readonly head: PreparedHead
  /** 200, with the body where that is small; else `body` follows it. */
  readonly found: PreparedHead
  readonly body: Buffer | undefined
  readonly notModified: PreparedHead
}

/** Up to here a copy with the head before it costs less than a second piece to write. */
const MOST_COPIED_BYTES = 12 * 1024

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
    const whole = {
      ...common,
      'Content-Type': contentType,
      'Content-Length': String(body.length),
      ...(coding === 'identity' ? {} : { 'Content-Encoding': coding }),
    }
    const isSmall = body.length <= MOST_COPIED_BYTES
    const head = new PreparedHead('200 OK', whole)
    const made = {
      contentType,
      etag,
      head,
      found: isSmall ? new PreparedHead('200 OK', whole, body) : head,
      body: isSmall ? undefined : body,
      notModified: new PreparedHead('304 Not Modified', common),
    }
    answers.set(variant, made)
    return made
  }
}
