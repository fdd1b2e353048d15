import type { MarkdownIt } from 'markdown-it'

const MARKER = /^\[([ xX])\](?=\s)/

/** GFM task list items (GFM specification, section 5.3): `- [ ]` and `- [x]` as dead checkboxes. */
export function addTaskLists(markdown: MarkdownIt): void {
  markdown.core.ruler.before('inline', 'task_lists', (state) => {
    const lists: number[] = []
    state.tokens.forEach((token, index) => {
      if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') lists.push(index)
      if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop()
      if (token.type !== 'list_item_open') return

      const paragraph = state.tokens[index + 1]
      const inline = state.tokens[index + 2]
      if (paragraph?.type !== 'paragraph_open' || inline?.type !== 'inline') return
      const marker = MARKER.exec(inline.content)
      if (marker === null) return

      const checked = marker[1] === ' ' ? '' : ' checked'
      inline.content = `<input type="checkbox" disabled${checked}>${inline.content.slice(3)}`
      token.attrSet('class', 'task-list-item')
      state.tokens[lists.at(-1) ?? index]?.attrSet('class', 'contains-task-list')
    })
  })
}
