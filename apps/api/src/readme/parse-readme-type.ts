/** What a `Description-Content-Type` asks for. */
export type ReadmeType =
  | { readonly kind: 'markdown'; readonly variant: 'GFM' | 'CommonMark' }
  | { readonly kind: 'rst' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsupported'; readonly reason: string }

/**
 * Reads `Description-Content-Type` (core metadata specification): `text/plain`, `text/x-rst` or
 * `text/markdown`, the only charset UTF-8, the Markdown variants GFM (default) and CommonMark.
 * Parameters that the specification does not name are ignored. Never throws.
 */
export function parseReadmeType(contentType: string | null): ReadmeType {
  const [essence = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim())
  const type = essence.toLowerCase()
  if (type === '' && parameters.length === 0) return { kind: 'absent' }

  let variant = 'gfm'
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    if (equals < 0) continue
    const name = parameter.slice(0, equals).trim().toLowerCase()
    const value = unquote(parameter.slice(equals + 1).trim()).toLowerCase()
    if (name === 'charset' && value !== 'utf-8') {
      return { kind: 'unsupported', reason: 'The only charset of a description is UTF-8.' }
    }
    if (name === 'variant') variant = value
  }

  if (type === 'text/plain') return { kind: 'plain' }
  if (type === 'text/x-rst') return { kind: 'rst' }
  if (type === 'text/markdown') {
    if (variant === 'gfm') return { kind: 'markdown', variant: 'GFM' }
    if (variant === 'commonmark') return { kind: 'markdown', variant: 'CommonMark' }
    return { kind: 'unsupported', reason: 'Markdown variants are GFM and CommonMark.' }
  }
  return {
    kind: 'unsupported',
    reason: 'Description types are text/plain, text/x-rst and text/markdown.',
  }
}

function unquote(value: string): string {
  const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"')
  return quoted ? value.slice(1, -1) : value
}
