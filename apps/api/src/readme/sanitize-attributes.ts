import { ALLOWED_CLASSES } from './readme-allow-list.ts'

const ID_PREFIX = 'user-content-'
const LANGUAGE_CLASS = /^language-[\w+#.-]{1,40}$/
const LANGUAGE_NAME = /^[\w+#.-]{1,40}$/
const DIMENSION = /^\d{1,5}(?:\.\d{1,3})?(?:%|px|em)?$/
const INTEGER = /^-?\d{1,9}$/
const SPAN = /^[1-9]\d{0,2}$/
const ALIGNMENTS = new Set(['left', 'center', 'right', 'justify', 'top', 'middle', 'bottom'])
const MEDIA = /^[a-z0-9():.\s-]{1,120}$/i
const DESCRIPTOR = /^\d{1,6}(?:\.\d{1,3})?[wx]$/

/**
 * Ids live in a name space of their own, so that a description cannot shadow the page's ids or the
 * properties of `document` (DOM clobbering). An id that has the prefix already keeps it.
 */
export function prefixId(id: string): string | undefined {
  const name = id.trim().replace(/\s/g, '-').slice(0, 300)
  if (name === '') return undefined
  return name.startsWith(ID_PREFIX) ? name : ID_PREFIX + name
}

/**
 * An `http`, `https` or `mailto` link in its parsed, normal form, or a link into the description;
 * undefined for anything else. Emitting the parsed form leaves no second reading to the browser.
 */
export function safeLink(href: string): string | undefined {
  const trimmed = href.trim()
  if (trimmed.startsWith('#')) {
    const target = prefixId(trimmed.slice(1))
    return target === undefined ? '#' : `#${target}`
  }
  return absoluteUrl(trimmed, ['http:', 'https:', 'mailto:'])
}

/** An absolute `http` or `https` image address in normal form, or undefined. */
export function safeImage(src: string): string | undefined {
  return absoluteUrl(src.trim(), ['http:', 'https:'])
}

function absoluteUrl(value: string, protocols: readonly string[]): string | undefined {
  const url = URL.parse(value)
  return url !== null && protocols.includes(url.protocol) ? url.href : undefined
}

/** The candidates of a `srcset` that are absolute `http(s)` images; undefined if none is left. */
export function safeSrcset(srcset: string): string | undefined {
  const kept: string[] = []
  for (const candidate of srcset.split(/,\s/)) {
    const [url = '', descriptor = '', ...rest] = candidate.trim().split(/\s+/)
    const safe = safeImage(url)?.replaceAll(',', '%2C')
    if (safe === undefined || rest.length > 0) continue
    if (descriptor === '') kept.push(safe)
    else if (DESCRIPTOR.test(descriptor)) kept.push(`${safe} ${descriptor}`)
  }
  return kept.length === 0 ? undefined : kept.join(', ')
}

/** docutils writes `code python`; here and in Markdown's output the language is `language-python`. */
export function safeClasses(value: string): string | undefined {
  const words = value.split(/\s+/)
  const isDocutilsCode = words[0] === 'code'
  const kept = words.flatMap((word, index) => {
    if (isDocutilsCode && index === 1 && word !== 'literal' && LANGUAGE_NAME.test(word)) {
      return [`language-${word}`]
    }
    return ALLOWED_CLASSES.has(word) || LANGUAGE_CLASS.test(word) ? [word] : []
  })
  return kept.length === 0 ? undefined : kept.join(' ')
}

type Check = (value: string) => string | undefined

const matching =
  (pattern: RegExp): Check =>
  (value) =>
    pattern.test(value.trim()) ? value.trim() : undefined

const alignment: Check = (value) => {
  const word = value.trim().toLowerCase()
  return ALIGNMENTS.has(word) ? word : undefined
}

const CHECKS: Readonly<Record<string, Check>> = {
  align: alignment,
  alt: (value) => value,
  checked: () => '',
  class: safeClasses,
  colspan: matching(SPAN),
  dir: (value) => (['ltr', 'rtl', 'auto'].includes(value.toLowerCase()) ? value : undefined),
  disabled: () => '',
  height: matching(DIMENSION),
  href: safeLink,
  id: prefixId,
  loading: (value) => value,
  media: matching(MEDIA),
  open: () => '',
  referrerpolicy: (value) => value,
  rel: (value) => value,
  rowspan: matching(SPAN),
  src: safeImage,
  srcset: safeSrcset,
  start: matching(INTEGER),
  title: (value) => value,
  type: (value) => value,
  width: matching(DIMENSION),
}

/**
 * The attributes among `allowed` whose values pass their check, in checked form. Attributes
 * without a check are dropped, so adding a name to the allow-list alone allows nothing.
 */
export function sanitizeAttributes(
  attributes: Readonly<Record<string, string>>,
  allowed: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of allowed) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    const safe = value === undefined ? undefined : CHECKS[name]?.(value)
    if (safe !== undefined) kept[name] = safe
  }
  return kept
}
