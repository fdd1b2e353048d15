import { parseFragment, serialize } from 'parse5'
import type { DefaultTreeAdapterMap } from 'parse5'

type Node = DefaultTreeAdapterMap['node']

// Written out again on purpose: a looser allow-list must not loosen its own test.
const TAGS = new Set(
  (
    'a abbr acronym aside b blockquote br caption cite code col colgroup dd del details div dl dt em ' +
    'figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li nav ol p picture pre s samp ' +
    'section source span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  (
    'id class dir href title rel open align src alt width height loading referrerpolicy type ' +
    'checked disabled start srcset media colspan rowspan'
  ).split(' '),
)

/** What a browser's parser finds in a fragment that a description must never hold; empty if safe. */
export function unsafeParts(html: string): string[] {
  const first = parseFragment(html)
  const again = parseFragment(serialize(first))
  return [...walk(first), ...walk(again).map((part) => `after a second parse: ${part}`)]
}

/** All elements of a fragment in document order. */
export function elements(html: string): DefaultTreeAdapterMap['element'][] {
  const found: DefaultTreeAdapterMap['element'][] = []
  const visit = (node: Node) => {
    if ('tagName' in node) found.push(node)
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parseFragment(html))
  return found
}

/** The text that a reader sees. */
export function textOf(html: string): string {
  const visit = (node: Node): string => {
    if (node.nodeName === '#text' && 'value' in node) return node.value
    return 'childNodes' in node ? node.childNodes.map(visit).join('') : ''
  }
  return visit(parseFragment(html))
}

function walk(root: Node): string[] {
  const bad: string[] = []
  const visit = (node: Node) => {
    if ('tagName' in node) bad.push(...badElement(node))
    else if (!['#text', '#document-fragment'].includes(node.nodeName)) bad.push(node.nodeName)
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(root)
  return bad
}

function badElement(element: DefaultTreeAdapterMap['element']): string[] {
  const { tagName, attrs } = element
  const bad: string[] = []
  if (!TAGS.has(tagName)) bad.push(`<${tagName}>`)
  if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') bad.push(`foreign <${tagName}>`)
  const has = (name: string, value?: string) =>
    attrs.some((attr) => attr.name === name && (value === undefined || attr.value === value))
  if (tagName === 'input' && !(has('type', 'checkbox') && has('disabled'))) bad.push('live <input>')
  if (tagName === 'a' && has('href') && !has('rel', 'nofollow noopener'))
    bad.push('link without rel')
  if (tagName === 'img' && !has('referrerpolicy', 'no-referrer')) bad.push('image with referrer')
  for (const { name, value } of attrs) {
    if (!ATTRIBUTES.has(name) || !isSafeValue(name, value))
      bad.push(`${tagName} ${name}="${value}"`)
  }
  return bad
}

function isSafeValue(name: string, value: string): boolean {
  if (name === 'href' && value.startsWith('#')) return /^#(?:user-content-|$)/.test(value)
  if (name === 'href') return ['http:', 'https:', 'mailto:'].includes(protocolOf(value))
  if (name === 'src') return ['http:', 'https:'].includes(protocolOf(value))
  if (name === 'id') return value.startsWith('user-content-')
  if (name === 'srcset') {
    return value.split(',').every((part) => /^https?:\/\//.test(part.trim()))
  }
  if (name === 'class') return !/[^\w +#.-]/.test(value)
  return true
}

/** Relative addresses count as unsafe: they resolve against whatever page shows them. */
function protocolOf(value: string): string {
  return URL.parse(value)?.protocol ?? 'relative:'
}
