import MarkdownParser from 'markdown-it'
import type { MarkdownIt } from 'markdown-it'
import { full as emoji } from 'markdown-it-emoji'
import footnote from 'markdown-it-footnote'
import { highlightCode } from './highlight-code.ts'
import { addAlerts } from './markdown-alerts.ts'
import { addHeadingIds } from './markdown-heading-ids.ts'
import { addTaskLists } from './markdown-task-lists.ts'

/** Deeper block or inline nesting is left unparsed; recursion is bounded by it. */
const MAX_NESTING = 100

/**
 * Markdown to HTML that is **not yet safe**: raw HTML and addresses of every scheme pass, because
 * `sanitizeReadme` is the one gate. CommonMark is the specification and nothing else; GFM has
 * GitHub's tables, strikethrough, task lists, autolinks, footnotes, alerts, emoji names and heading
 * ids (without their prefix, which the sanitiser adds).
 */
export function renderMarkdown(text: string, variant: 'GFM' | 'CommonMark'): string {
  return variant === 'GFM' ? gfm().render(text) : commonMark().render(text)
}

let gfmParser: MarkdownIt | undefined
let commonMarkParser: MarkdownIt | undefined

function gfm(): MarkdownIt {
  gfmParser ??= createGfm()
  return gfmParser
}

function commonMark(): MarkdownIt {
  commonMarkParser ??= withOpenLinks(
    new MarkdownParser('commonmark', { maxNesting: MAX_NESTING, highlight: highlightCode }),
  )
  return commonMarkParser
}

function createGfm(): MarkdownIt {
  const markdown = withOpenLinks(
    new MarkdownParser({
      html: true,
      linkify: true,
      maxNesting: MAX_NESTING,
      highlight: highlightCode,
    }),
  )
  markdown.use(footnote).use(emoji, { shortcuts: {} })
  // `^[inline]` notes are the plugin's own; GitHub shows them as text.
  markdown.inline.ruler.disable('footnote_inline')
  addAlerts(markdown)
  addTaskLists(markdown)
  addHeadingIds(markdown)
  limitAutolinks(markdown)
  alignByAttribute(markdown)
  markdown.renderer.rules.s_open = () => '<del>'
  markdown.renderer.rules.s_close = () => '</del>'
  return markdown
}

/** markdown-it would leave `[text](unwanted:…)` as source text; GitHub and PyPI keep the text only. */
function withOpenLinks(markdown: MarkdownIt): MarkdownIt {
  markdown.validateLink = () => true
  return markdown
}

/** GFM autolinks (GFM specification, section 6.9): web and mail addresses and `www.`, nothing else. */
function limitAutolinks(markdown: MarkdownIt): void {
  markdown.linkify
    .set({ fuzzyLink: false, fuzzyEmail: true })
    .add('ftp:', null)
    .add('//', null)
    .add('www.', {
      validate: (text, position, self) => {
        // A dot must follow, so that "www.html" in prose stays prose.
        const rest = self.testSchemaAt(
          `http://${text.slice(position - 4, position + 2000)}`,
          'http:',
          5,
        )
        return rest > 6 && text.slice(position, position + rest - 6).includes('.') ? rest - 6 : 0
      },
      normalize: (match) => {
        match.url = `http://${match.url}`
      },
    })
}

/** Column alignment as `align`: the `style` that markdown-it writes does not pass the allow-list. */
function alignByAttribute(markdown: MarkdownIt): void {
  markdown.core.ruler.push('table_align', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      const style = String(token.attrGet('style') ?? '')
      if (style.startsWith('text-align:')) {
        token.attrs = [['align', style.slice('text-align:'.length)]]
      }
    }
  })
}
