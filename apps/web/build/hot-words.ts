import type { Plugin } from 'vite'

/** The modules of messages that a screen is loaded with. */
const MESSAGES = /\/apps\/web\/src\/messages\/en\/(?!catalogue\.ts)[\w-]+\.ts$/

const TAKEN_OVER = `
import { words as shownWords } from '../words.ts'
if (import.meta.hot) import.meta.hot.accept((fresh) => {
  if (document.documentElement.lang !== 'en') import.meta.hot.invalidate()
  else if (fresh) shownWords.set({ ...shownWords.get(), ...fresh })
})
`

/**
 * Shows a changed sentence at once while the app is developed: the page is not loaded anew, and what
 * was typed stays. Pseudo-languages are made of all sentences when the page is loaded: they load it.
 */
export function hotWords(): Plugin {
  return {
    name: 'wheelhouse-hot-words',
    apply: 'serve',
    transform: (code, id) => (MESSAGES.test(id) ? { code: code + TAKEN_OVER, map: null } : null),
  }
}
