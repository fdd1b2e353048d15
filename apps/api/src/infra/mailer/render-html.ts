import type { Mail } from './mailer.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char)

/**
 * The same mail as HTML: paragraphs, with addresses as links that show where they lead. Nothing is
 * loaded from anywhere, and no word is in it that is not in the text.
 */
export function renderHtml({ subject, text }: Pick<Mail, 'subject' | 'text'>): string {
  const paragraphs = text.trim().split(/\n{2,}/)
  const body = paragraphs.map((paragraph) => `<p>${linkify(paragraph)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>
<body style="font:16px/1.5 sans-serif;max-width:40em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere">
${body}
</body>
</html>
`
}

/** Text with its addresses as links; the pieces between them are escaped, line breaks kept. */
function linkify(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"'(),]+)/)
    .map((part, index) =>
      index % 2 === 0
        ? escape(part).replaceAll('\n', '<br>\n')
        : `<a href="${escape(part)}">${escape(part)}</a>`,
    )
    .join('')
}
