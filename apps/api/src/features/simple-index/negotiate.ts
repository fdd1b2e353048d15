import Negotiator from 'negotiator'
import type { IncomingMessage } from 'node:http'
import type { Form } from './page-cache.ts'

export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json'
export const HTML_TYPE = 'application/vnd.pypi.simple.v1+html'

/** What an answer is labelled with, by what was asked for. `latest` is answered as what it is (PEP 691). */
const OFFERS: Record<string, { form: Form; contentType: string }> = {
  'text/html': { form: 'html', contentType: 'text/html; charset=utf-8' },
  [HTML_TYPE]: { form: 'html', contentType: HTML_TYPE },
  [JSON_TYPE]: { form: 'json', contentType: JSON_TYPE },
  'application/vnd.pypi.simple.latest+html': { form: 'html', contentType: HTML_TYPE },
  'application/vnd.pypi.simple.latest+json': { form: 'json', contentType: JSON_TYPE },
}
const ORDER = Object.keys(OFFERS)
const DEFAULT = OFFERS['text/html']!

export type Negotiated = { readonly form: Form; readonly contentType: string }

const remembered = new Map<string, Negotiated>()
const MOST_REMEMBERED = 500

/**
 * The form that an `Accept` header asks for; `format` (PEP 691 `?format=`) wins over it. Nothing
 * fitting is `text/html`, as on PyPI: clients that send odd headers parse HTML.
 */
export function negotiateForm(request: IncomingMessage, format?: string | null): Negotiated {
  if (format != null && Object.hasOwn(OFFERS, format)) return OFFERS[format]!
  const accept = request.headers.accept
  if (accept === undefined) return DEFAULT
  const known = remembered.get(accept)
  if (known !== undefined) return known
  const chosen = OFFERS[new Negotiator(request).mediaType(ORDER) ?? ''] ?? DEFAULT
  // Clients send a handful of headers; a stranger who sends many must not fill the memory.
  if (remembered.size >= MOST_REMEMBERED || accept.length > 500) remembered.clear()
  remembered.set(accept, chosen)
  return chosen
}
