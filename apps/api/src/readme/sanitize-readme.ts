import sanitizeHtml from 'sanitize-html'
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS } from './readme-allow-list.ts'
import { safeImage, safeLink, sanitizeAttributes } from './sanitize-attributes.ts'

type Tag = { tagName: string; attribs: Record<string, string>; text?: string }

const MAX_WARNINGS = 20
const MAX_NESTING = 200
const LINK_REL = 'nofollow noopener'

/**
 * Cuts HTML of any origin down to the allow-list. The result is a balanced fragment that reads the
 * same to every HTML parser: no raw-text elements, no foreign content, every `<`, `>`, `&` and `"`
 * of text and attributes escaped. Links get `rel`, images load lazily and send no referrer.
 * `warnings` tell which addresses were dropped because they cannot work on a project page.
 */
export function sanitizeReadme(html: string): { html: string; warnings: string[] } {
  const warnings = new Set<string>()
  const warn = (sentence: string) => {
    if (warnings.size < MAX_WARNINGS) warnings.add(sentence)
  }

  const clean = sanitizeHtml(html, {
    allowedTags: [...ALLOWED_TAGS],
    // Everything is rebuilt from the allow-list below; this is the second gate.
    allowedAttributes: Object.fromEntries(
      Object.entries(ALLOWED_ATTRIBUTES).map(([tag, names]) => [tag, [...names]]),
    ),
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    selfClosing: ['br', 'col', 'hr', 'img', 'input', 'source'],
    nestingLimit: MAX_NESTING,
    transformTags: {
      a: (_name, attributes) => link(attributes, warn),
      img: (_name, attributes) => image(attributes, warn),
      input: (_name, attributes) => checkbox(attributes),
      span: (_name, attributes) => span(attributes),
      source: (_name, attributes) => source(attributes),
      '*': (tagName, attributes) => ({
        tagName,
        attribs: sanitizeAttributes(attributes, [
          ...(ALLOWED_ATTRIBUTES[tagName] ?? []),
          ...(ALLOWED_ATTRIBUTES['*'] ?? []),
        ]),
      }),
    },
  })
  return { html: clean, warnings: [...warnings] }
}

function link(attributes: Record<string, string>, warn: (sentence: string) => void): Tag {
  // `<a name>` is the old spelling of an id, and the one Markdown writers still use.
  const id = attributes.id ?? attributes.name
  const kept: Record<string, string> = { ...attributes, ...(id === undefined ? {} : { id }) }
  delete kept.rel
  const { href } = attributes
  if (href !== undefined && safeLink(href) !== undefined) {
    return { tagName: 'a', attribs: { ...kept, rel: LINK_REL } }
  }
  delete kept.href
  if (href !== undefined) warn(`The link to ${quote(href)} is shown as text.`)
  return { tagName: id === undefined ? 'span' : 'a', attribs: kept }
}

function image(attributes: Record<string, string>, warn: (sentence: string) => void): Tag {
  const { src } = attributes
  if (src !== undefined && safeImage(src) !== undefined) {
    return {
      tagName: 'img',
      attribs: { ...attributes, loading: 'lazy', referrerpolicy: 'no-referrer' },
    }
  }
  if (src !== undefined) warn(`The image ${quote(src)} is replaced by its description.`)
  return { tagName: 'span', attribs: {}, text: attributes.alt ?? '' }
}

function checkbox(attributes: Record<string, string>): Tag {
  if (attributes.type?.toLowerCase() !== 'checkbox') return { tagName: 'span', attribs: {} }
  const { checked } = attributes
  return {
    tagName: 'input',
    attribs: { type: 'checkbox', disabled: '', ...(checked === undefined ? {} : { checked }) },
  }
}

/** docutils writes ``literal`` text as a `span`; readers and style sheets expect `code`. */
function span(attributes: Record<string, string>): Tag {
  const isLiteral = attributes.class === 'docutils literal'
  return { tagName: isLiteral ? 'code' : 'span', attribs: attributes }
}

/** A `<source>` without a usable address would make `<picture>` show nothing at all. */
function source(attributes: Record<string, string>): Tag {
  const { srcset } = sanitizeAttributes(attributes, ['srcset'])
  return srcset === undefined
    ? { tagName: 'span', attribs: {} }
    : { tagName: 'source', attribs: attributes }
}

function quote(address: string): string {
  const short = address.length > 80 ? `${address.slice(0, 79)}…` : address
  return `“${short.replace(/\s+/g, ' ')}”`
}
