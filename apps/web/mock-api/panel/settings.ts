import { CALM, FAILURES, PASSKEY_MODES, type Conditions } from '../conditions.ts'
import type { MockDb } from '../db.ts'
import { PERSONAS, type PersonaId } from '../personas.ts'

export const DIRECTIONS = ['auto', 'ltr', 'rtl'] as const
export const THEMES = ['system', 'light', 'dark'] as const
export const LOCALES = ['en', 'en-XA', 'ar-XB'] as const

/** Everything that the panel can set, as it stands in a shareable address. */
export type Settings = Conditions & {
  persona: PersonaId | null
  /** Time by the mock's clock, ISO 8601; null for the real one. */
  clock: string | null
  direction: (typeof DIRECTIONS)[number]
  theme: (typeof THEMES)[number]
}

/** The parameters of an address that are the mock's; `locale` is the app's own. */
const OWN = [
  'persona',
  'latency',
  'errors',
  'offline',
  'readonly',
  'fail',
  'passkey',
  'clock',
  'dir',
  'theme',
  'reset',
] as const

/** What an address asks for; nothing where it has no such parameter, or one that makes no sense. */
export function readSettings(search: string): Partial<Settings> & { reset?: true } {
  const query = new URLSearchParams(search)
  const one = <Value extends string>(name: string, known: readonly Value[]) =>
    known.find((value) => value === query.get(name))
  const count = (name: string, most: number) => {
    const value = Number(query.get(name) ?? Number.NaN)
    return Number.isFinite(value) ? Math.min(Math.max(value, 0), most) : undefined
  }
  const clock = query.get('clock')
  const flag = (name: string) => (query.has(name) ? query.get(name) !== '0' : undefined)
  return dropUndefined({
    persona: one('persona', Object.keys(PERSONAS) as PersonaId[]),
    latency: count('latency', 60_000),
    errorRate: count('errors', 100),
    offline: flag('offline'),
    readOnly: flag('readonly'),
    nextFailure: one('fail', FAILURES),
    passkey: one('passkey', PASSKEY_MODES),
    clock: clock !== null && !Number.isNaN(Date.parse(clock)) ? clock : undefined,
    direction: one('dir', DIRECTIONS),
    theme: one('theme', THEMES),
    reset: flag('reset') === true ? (true as const) : undefined,
  })
}

/** An address that brings the page there with these settings; without those that are as usual. */
export function writeSettings(address: string, settings: Settings, locale: string): string {
  const url = new URL(withoutSettings(address))
  const set = (name: (typeof OWN)[number] | 'locale', value: unknown, usual: unknown) => {
    if (value !== usual) url.searchParams.set(name, value === true ? '1' : String(value))
  }
  set('persona', settings.persona, null)
  set('latency', settings.latency, CALM.latency)
  set('errors', settings.errorRate, CALM.errorRate)
  set('offline', settings.offline, false)
  set('readonly', settings.readOnly, false)
  set('fail', settings.nextFailure, null)
  set('passkey', settings.passkey, CALM.passkey)
  set('clock', settings.clock, null)
  set('dir', settings.direction, 'auto')
  set('theme', settings.theme, 'system')
  set('locale', locale, 'en')
  return url.href
}

/** The address as the app would have it: a reload then keeps what was done since. */
export function withoutSettings(address: string): string {
  const url = new URL(address)
  for (const name of OWN) url.searchParams.delete(name)
  return url.href
}

/** Sets the mock's clock; null for the real one. */
export function setClock(db: MockDb, at: string | null): void {
  db.clockOffset = at === null ? 0 : Date.parse(at) - (db.now().getTime() - db.clockOffset)
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }

function dropUndefined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Defined<Value>
}
