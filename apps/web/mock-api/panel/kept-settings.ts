import { CALM, type Conditions } from '../conditions.ts'
import type { Settings } from './settings.ts'

const KEY = 'wheelhouse-mock-settings'
/** The key of the app's own theme, which public/theme.js reads before the first paint. */
const THEME = 'wheelhouse-theme'

export type KeptSettings = Conditions & Pick<Settings, 'persona' | 'direction'>

/** The settings of the last visit; those of a calm day where there are none. */
export function loadSettings(storage: Pick<Storage, 'getItem'>): KeptSettings {
  const usual: KeptSettings = { ...CALM, persona: null, direction: 'auto' }
  try {
    return { ...usual, ...(JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<KeptSettings>) }
  } catch {
    return usual
  }
}

export function keepSettings(storage: Pick<Storage, 'setItem'>, settings: KeptSettings): void {
  storage.setItem(KEY, JSON.stringify(settings))
}

export function applyTheme(theme: Settings['theme'], root: HTMLElement, storage: Storage): void {
  if (theme === 'system') {
    delete root.dataset.theme
    storage.removeItem(THEME)
  } else {
    root.dataset.theme = theme
    storage.setItem(THEME, theme)
  }
}

export function readTheme(root: HTMLElement): Settings['theme'] {
  const { theme } = root.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Turns the page, against its language, or back. */
export function applyDirection(direction: Settings['direction'], root: HTMLElement): void {
  if (direction !== 'auto') root.dir = direction
  else root.dir = root.lang.startsWith('ar') ? 'rtl' : 'ltr'
}
