import type { MarkdownIt } from 'markdown-it'

const NOT_IN_SLUG = /[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu

/**
 * Gives each Markdown heading the id that GitHub gives it: lower case, punctuation dropped, spaces
 * to hyphens, repeated ones numbered from 1.
 */
export function addHeadingIds(markdown: MarkdownIt): void {
  const inSlug = new Set(['text', 'code_inline', 'emoji'])
  markdown.core.ruler.push('heading_ids', (state) => {
    const taken = new Map<string, number>()
    state.tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return
      const parts = state.tokens[index + 1]?.children ?? []
      const text = parts
        .filter((part) => inSlug.has(part.type))
        .map((part) => part.content)
        .join('')
      const id = uniqueSlug(slugOf(text), taken)
      if (id !== '') token.attrSet('id', id)
    })
  })
}

function slugOf(text: string): string {
  return text.trim().toLowerCase().replace(NOT_IN_SLUG, '').replaceAll(' ', '-')
}

function uniqueSlug(slug: string, taken: Map<string, number>): string {
  if (slug === '') return ''
  let candidate = slug
  while (taken.has(candidate)) {
    const next = (taken.get(slug) ?? 0) + 1
    taken.set(slug, next)
    candidate = `${slug}-${next}`
  }
  taken.set(candidate, 0)
  return candidate
}
