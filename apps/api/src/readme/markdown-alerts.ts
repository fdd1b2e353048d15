import type { MarkdownIt } from 'markdown-it'

const TITLES: ReadonlyMap<string, string> = new Map([
  ['[!note]', 'Note'],
  ['[!tip]', 'Tip'],
  ['[!important]', 'Important'],
  ['[!warning]', 'Warning'],
  ['[!caution]', 'Caution'],
])

/**
 * GitHub's alerts: a block quote whose first line is `[!NOTE]` (or TIP, IMPORTANT, WARNING,
 * CAUTION) becomes a `div.markdown-alert` with a title.
 */
export function addAlerts(markdown: MarkdownIt): void {
  markdown.core.ruler.before('inline', 'alerts', (state) => {
    const { tokens } = state
    const open: { index: number; alert: boolean }[] = []
    tokens.forEach((token, index) => {
      if (token.type === 'blockquote_close' && open.pop()?.alert === true) token.tag = 'div'
      if (token.type !== 'blockquote_open') return

      const inline = tokens[index + 2]
      const isParagraph = tokens[index + 1]?.type === 'paragraph_open' && inline?.type === 'inline'
      const [firstLine = '', ...rest] = isParagraph ? inline.content.split('\n') : []
      const title = TITLES.get(firstLine.trim().toLowerCase())
      open.push({ index, alert: title !== undefined })
      if (title === undefined || inline === undefined) return

      token.tag = 'div'
      token.attrSet('class', `markdown-alert markdown-alert-${title.toLowerCase()}`)
      token.meta = { alertTitle: title }
      inline.content = rest.join('\n')
    })
  })
  const rules = markdown.renderer.rules
  rules.blockquote_open = (tokens, index, options, _env, self) => {
    const title: unknown = tokens[index]?.meta?.alertTitle
    const tag = self.renderToken(tokens, index, options)
    return typeof title === 'string' ? `${tag}<p class="markdown-alert-title">${title}</p>\n` : tag
  }
}
