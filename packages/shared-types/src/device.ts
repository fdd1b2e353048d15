import * as z from 'zod/mini'

/** A browser and its system, as coarse as a person would say them; null where nobody can tell. */
export const Device = z
  .object({ browser: z.nullable(z.string()), system: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'Device' })
export type Device = z.output<typeof Device>

// The first that is found: most browsers name others too, to be taken for them.
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['EdgA/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Vivaldi/', 'Vivaldi'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['HeadlessChrome/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
  ['python-', 'Python'],
] as const

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'],
  ['Macintosh', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** The device of a `User-Agent`. Coarse on purpose: it is for recognizing, not for identifying. */
export function describeDevice(userAgent: string | null): Device {
  const first = (table: readonly (readonly [string, string])[]) =>
    table.find(([mark]) => userAgent?.includes(mark))?.[1] ?? null
  return { browser: first(BROWSERS), system: first(SYSTEMS) }
}
