import { createStore } from '../../lib/store.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The same key as in public/theme.js, which sets the theme before the first paint. */
const STORED = 'wheelhouse-theme'

// The server knows no browser's theme.
const present = (globalThis.document as Document | undefined)?.documentElement.dataset.theme
export const theme = createStore<Theme>(
  present === 'light' || present === 'dark' ? present : 'system',
)

/** Shows a theme from now on, also on the next visit. */
export function chooseTheme(next: Theme): void {
  theme.set(next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
  try {
    if (next === 'system') localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, next)
  } catch {
    // Without storage the choice lasts for this visit.
  }
}
