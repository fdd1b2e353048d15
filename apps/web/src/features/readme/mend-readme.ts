/** Names for what the API's HTML leaves without one. */
export type ReadmeWords = { table: string; code: string; task: string }

/**
 * Makes a README usable with a keyboard and a screen reader: wide tables and long lines become
 * regions that can be focused and scrolled, the boxes of task lists get a name. The HTML of the
 * API cannot have these: it holds no words of the app's language. Doing it twice changes nothing.
 */
export function mendReadme(root: HTMLElement, words: ReadmeWords): void {
  for (const table of root.querySelectorAll('table')) {
    if (table.parentElement?.dataset.scroll !== undefined) continue
    const frame = document.createElement('div')
    frame.dataset.scroll = ''
    scrollable(frame, words.table)
    table.replaceWith(frame)
    frame.append(table)
  }
  for (const block of root.querySelectorAll('pre')) scrollable(block, words.code)
  for (const box of root.querySelectorAll('input')) box.setAttribute('aria-label', words.task)
}

function scrollable(element: HTMLElement, name: string): void {
  element.tabIndex = 0
  element.setAttribute('role', 'group')
  element.setAttribute('aria-label', name)
}

/** The prefix of every id in a README, so that none can be one of the page's. */
const PREFIX = 'user-content-'

/** What `#fragment` means in a README, also where it was written without the prefix. */
export function findTarget(root: HTMLElement, fragment: string): HTMLElement | undefined {
  const id = decode(fragment.replace(/^#/, ''))
  if (id === '') return undefined
  const marked = [...root.querySelectorAll<HTMLElement>('[id]')]
  return marked.find((one) => one.id === id) ?? marked.find((one) => one.id === PREFIX + id)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
