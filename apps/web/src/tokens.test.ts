import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Colour tokens as [light, dark]. */
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, [light, dark]] as const,
  ),
)

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(front: string, back: string, theme: 0 | 1): number {
  const [a, b] = [front, back].map((name) => {
    const hex = tokens.get(name)?.[theme]
    if (hex === undefined) throw new RangeError(`no colour token --${name}`)
    return luminance(hex)
  }) as [number, number]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const grounds = ['canvas', 'surface', 'sunken']
const tones = ['success', 'warning', 'danger', 'info']

/** What is written on what. */
const texts: [string, string][] = [
  ...['text', 'text-muted', 'accent', ...tones].flatMap((front) =>
    grounds.map((back): [string, string] => [front, back]),
  ),
  ...[...tones, 'accent'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ['text', `${tone}-soft`],
  ]),
  ['accent', 'warning-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
]

/** Edges of controls, the focus ring and pictures. */
const controls: [string, string][] = [
  ...['line-strong', 'focus', 'accent', 'danger', 'success'].flatMap((front) =>
    grounds.map((back): [string, string] => [front, back]),
  ),
  ['focus', 'accent-soft'],
  ['focus', 'danger-soft'],
]

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('contrast in the %s theme', (_name, theme) => {
  test.each(texts)('text: %s on %s', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(controls)('control: %s on %s', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3)
  })
})

test('every token that a style sheet uses exists', async () => {
  const { globSync } = await import('node:fs')
  const folder = new URL('.', import.meta.url).pathname
  const sheets = globSync('**/*.css', { cwd: folder }).map(
    (file) => [file, readFileSync(folder + file, 'utf8')] as const,
  )
  const known = new Set(
    sheets.flatMap(([, sheet]) => [...sheet.matchAll(/--([a-z0-9-]+):/g)]).map(([, name]) => name),
  )
  const unknown = sheets.flatMap(([file, sheet]) =>
    [...sheet.matchAll(/var\(--([a-z0-9-]+)\)/g)]
      .map(([, name]) => name)
      .filter((name) => !known.has(name))
      .map((name) => `${file}: --${name}`),
  )
  expect(unknown).toEqual([])
})
