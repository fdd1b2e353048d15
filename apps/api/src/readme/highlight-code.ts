import highlighter from 'highlight.js/lib/common'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import powershell from 'highlight.js/lib/languages/powershell'

highlighter.registerLanguage('dockerfile', dockerfile)
highlighter.registerLanguage('powershell', powershell)
highlighter.registerAliases(['console', 'shell-session'], { languageName: 'shell' })

/** Longer blocks stay plain: colouring is not worth the time budget of the whole description. */
const MAX_LENGTH = 50_000

/** Pygments' names for highlight.js's scopes: one style sheet then serves Markdown and reST. */
const PYGMENTS_CLASS: ReadonlyMap<string, string> = new Map([
  ['addition', 'gi'],
  ['attr', 'na'],
  ['attribute', 'na'],
  ['built_in', 'nb'],
  ['bullet', 'm'],
  ['char', 'se'],
  ['code', 's'],
  ['comment', 'c1'],
  ['deletion', 'gd'],
  ['doctag', 'cs'],
  ['emphasis', 'ge'],
  ['formula', 's'],
  ['keyword', 'k'],
  ['link', 's'],
  ['literal', 'kc'],
  ['meta', 'cp'],
  ['name', 'nt'],
  ['number', 'm'],
  ['operator', 'o'],
  ['params', 'n'],
  ['property', 'na'],
  ['punctuation', 'p'],
  ['quote', 'c1'],
  ['regexp', 'sr'],
  ['section', 'gh'],
  ['selector-attr', 'na'],
  ['selector-class', 'nc'],
  ['selector-id', 'nn'],
  ['selector-pseudo', 'nd'],
  ['selector-tag', 'nt'],
  ['string', 's'],
  ['strong', 'gs'],
  ['subst', 'si'],
  ['symbol', 'ss'],
  ['tag', 'nt'],
  ['template-tag', 'nt'],
  ['template-variable', 'nv'],
  ['title', 'nf'],
  ['type', 'kt'],
  ['variable', 'nv'],
])

const SPAN = /<span class="(?:hljs-|language-)([a-z_-]+)[^"]*">/g

/**
 * Code as escaped HTML with `span`s of Pygments' short classes; an empty string (markdown-it: "do it
 * yourself") for a language that is not known and for very long blocks.
 */
export function highlightCode(code: string, language: string): string {
  const name = language.toLowerCase()
  if (code.length > MAX_LENGTH || highlighter.getLanguage(name) === undefined) return ''
  const { value } = highlighter.highlight(code, { language: name, ignoreIllegals: true })
  return value.replace(SPAN, (_span, scope: string) => {
    const token = PYGMENTS_CLASS.get(scope)
    return token === undefined ? '<span>' : `<span class="${token}">`
  })
}
