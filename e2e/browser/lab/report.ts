import type { Felt, Figures } from './watch-page.ts'

/** A screen or a step on the way, as it was felt once. */
export type Row = {
  readonly step: string
  readonly figures: Felt
  /** Milliseconds until its heading stood there. */
  readonly ready: number
  /** Where it has limits of its own. */
  readonly limits?: Partial<Figures>
}

type Column = { key: keyof Figures | 'ready'; head: string; show: (value: number) => string }

const whole = (value: number): string => (value === 0 ? '–' : String(Math.round(value)))

const COLUMNS: readonly Column[] = [
  { key: 'ready', head: 'ready, ms', show: whole },
  { key: 'lcp', head: 'LCP, ms', show: whole },
  { key: 'cls', head: 'CLS', show: (value) => value.toFixed(3) },
  { key: 'inp', head: 'INP, ms', show: whole },
  { key: 'tbt', head: 'TBT, ms', show: whole },
  { key: 'js', head: 'JS, kB', show: (value) => (value === 0 ? '–' : (value / 1000).toFixed(1)) },
]

/** What counts wherever a step says nothing else (milliseconds, but for CLS). */
const LIMITS: Partial<Figures> = { lcp: 2500, cls: 0.02, inp: 200 }

/** Of what is behind a figure, so many are told. */
const TOLD = 5

/**
 * A table (Markdown) of the middle figures of several runs, each with its limit where it has one,
 * and what is over its limit.
 */
export function report(runs: readonly Row[][]): { table: string; over: string[] } {
  const over: string[] = []
  const lines = (runs[0] ?? []).map(({ step, limits }, index) => {
    const cells = COLUMNS.map(({ key, head, show }) => {
      const value = median(
        runs.map((rows) => (key === 'ready' ? rows[index]!.ready : rows[index]!.figures[key])),
      )
      const limit = key === 'ready' ? undefined : { ...LIMITS, ...limits }[key]
      if (limit === undefined || value === 0) return show(value)
      if (value <= limit) return `${show(value)} / ${show(limit)}`
      over.push(`${step}: ${head} ${show(value)}, at most ${show(limit)}`)
      const behind = key === 'cls' ? 'moved' : key === 'inp' ? 'slow' : undefined
      const told = runs.flatMap((rows) => (behind ? rows[index]!.figures[behind] : []))
      const worst = told.toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
      over.push(...[...new Set(worst)].slice(0, TOLD).map((text) => `  ${text}`))
      return `**${show(value)}** / ${show(limit)}`
    })
    return `| ${step} | ${cells.join(' | ')} |`
  })
  const heads = COLUMNS.map(({ head }) => head)
  const rule = COLUMNS.map(() => '---:')
  const table = [`| | ${heads.join(' | ')} |`, `|---|${rule.join('|')}|`, ...lines].join('\n')
  return { table, over }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
