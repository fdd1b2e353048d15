import type { Plugin } from 'vite'

/** The modules of messages that a screen is loaded with, and the store that they are shown from. */
const MESSAGES = /\/apps\/web\/src\/messages\/en\/(?!catalogue\.ts)[\w-]+\.ts$/
const STORE = /\/apps\/web\/src\/messages\/words\.ts$/

// By an event: a new version of a module imports new versions of what imports it, another store.
const TELLS = `
if (import.meta.hot) import.meta.hot.accept((fresh) => {
  if (document.documentElement.lang !== 'en') import.meta.hot.invalidate()
  else if (fresh) dispatchEvent(new CustomEvent('wheelhouse:words', { detail: fresh }))
})
`
const LISTENS = `
addEventListener('wheelhouse:words', ({ detail }) => words.set({ ...words.get(), ...detail }))
`

/**
 * Shows a changed sentence at once while the app is developed: the page is not loaded anew, and what
 * was typed stays. Pseudo-languages are made of all sentences when the page is loaded: they load it.
 */
export function hotWords(): Plugin {
  return {
    name: 'wheelhouse-hot-words',
    apply: 'serve',
    transform: (code, id) => {
      const more = MESSAGES.test(id) ? TELLS : STORE.test(id) ? LISTENS : undefined
      return more === undefined ? null : { code: code + more, map: null }
    },
  }
}
