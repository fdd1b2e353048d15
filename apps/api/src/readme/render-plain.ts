import { escapeHtml } from './escape-html.ts'

/** Plain text as it is, in a `<pre>`. */
export function renderPlain(text: string): string {
  return text.trim() === '' ? '' : `<pre>${escapeHtml(text)}</pre>`
}
