import { createStore } from '../lib/store.ts'
import { loadParts, shell, type Messages, type PartName } from './en/catalogue.ts'
import type { Locale } from './locale.ts'

/**
 * The words that are here by now. A screen is shown when those that it needs are among them. More come
 * into the same object, and nobody is told: what is shown has its words, and would be made again as a whole,
 * hundreds of rows at once, for those of the next screen.
 */
export const words = createStore<Partial<Messages>>({ ...shell })

/** To be awaited before anything is shown. */
export async function startWords(locale: Locale): Promise<void> {
  if (locale !== 'en') words.set((await import('./pseudo-english.ts')).pseudoEnglish)
}

/**
 * For what is loaded when it is needed (screens, dialogs): `load` that brings its words along, both
 * fetched at once. The namespaces are those that the loaded module and its imports use, beside
 * `common`; `words.test.ts` reads the code and names what is missing.
 */
export function withWords<Module>(
  names: readonly PartName[],
  load: () => Promise<Module>,
): () => Promise<Module> {
  return async () => {
    await answered()
    const missing = names.filter((name) => !(name in words.get()))
    const [module, loaded] = await Promise.all([load(), loadParts(missing)])
    Object.assign(words.get(), loaded)
    return module
  }
}

/**
 * Lets a press be answered first: to begin with the twenty files of a screen takes a slow telephone a tenth
 * of a second. Nobody has pressed anything while there is no screen yet.
 */
function answered(): Promise<void> | undefined {
  return (globalThis.document as Document | undefined)?.querySelector('main')
    ? new Promise((resolve) => {
        setTimeout(resolve)
      })
    : undefined
}
