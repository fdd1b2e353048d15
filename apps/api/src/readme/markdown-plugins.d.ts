// The two plugins ship no types.
declare module 'markdown-it-emoji' {
  import type { MarkdownIt } from 'markdown-it'
  export const full: (markdown: MarkdownIt, options?: { shortcuts?: object }) => void
}

declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it'
  const footnote: (markdown: MarkdownIt) => void
  export { footnote as default }
}
