/** `en-XA` and `ar-XB` are English made strange, the second from right to left. */
export const LOCALES = ['en', 'en-XA', 'ar-XB'] as const
export type Locale = (typeof LOCALES)[number]

const STORED = 'wheelhouse-locale'

const isLocale = (value: string | null): value is Locale => LOCALES.some((known) => known === value)

/**
 * The language to show: `?locale=` (kept for the next visits), else the one kept, else English.
 * `?locale=en` goes back. `storage` may throw, as it does where a browser refuses storage.
 */
export function pickLocale(
  search: string,
  storage: () => Pick<Storage, 'getItem' | 'setItem'>,
): Locale {
  const asked = new URLSearchParams(search).get('locale')
  try {
    if (isLocale(asked)) {
      storage().setItem(STORED, asked)
      return asked
    }
    const kept = storage().getItem(STORED)
    return isLocale(kept) ? kept : 'en'
  } catch {
    return isLocale(asked) ? asked : 'en'
  }
}

/** Sets `lang` and `dir` of the document. */
export function applyLocale(locale: Locale, root: HTMLElement): void {
  root.lang = locale
  root.dir = locale.startsWith('ar') ? 'rtl' : 'ltr'
}
