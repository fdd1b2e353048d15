import type { Row } from './report.ts'
import { median, type Figure } from './throughput.ts'
import type { Work } from './works.ts'

type Limit = { readonly server: string; readonly against: string; readonly least: number }

const over = (against: string, least: number, server = 'Wheelhouse'): Limit => {
  return { server, against, least }
}
const small = [over('nginx', 0.7)]
const medium = [over('nginx', 0.8)]
const large = [over('nginx', 1.2)]
const gzip = [over('nginx', 0.7)]

/** What must be reached, in requests a second of one server over those of another in the same run. */
const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  small,
  medium: [...medium, over('pypiserver', 100), over('devpi-server', 100), over('pypiron', 1)],
  large: [...large, over('pypiserver', 80), over('devpi-server', 80)],
  'large-gzip': gzip,
  '304': [over('nginx', 0.5)],
  'json-small': small,
  'json-medium': medium,
  'json-large': large,
  'json-large-gzip': gzip,
  file: [over('nginx', 0.4), over('nginx', 0.9, 'Wheelhouse behind nginx')],
}

/** The rows that come from requests a second. A limit against a peer that could not be had is not judged. */
export function judge(work: Work, figures: readonly Figure[]): Row[] {
  return (LIMITS[work.id] ?? []).map(({ server, against, least }) => {
    const ours = figures.find((figure) => figure.server === server)
    const theirs = figures.find((figure) => figure.server === against)
    const row = {
      what: server === 'Wheelhouse' ? work.title : `${work.title}, handed off to nginx`,
      limit: `≥ ${least} × ${against}`,
    }
    const fault = ours?.fault ?? theirs?.fault
    if (ours === undefined || theirs === undefined) {
      return { ...row, measured: `${against} is not here`, verdict: 'not measured' }
    }
    if (fault !== undefined) return { ...row, measured: fault, verdict: 'invalid' }
    const ratio = median(ours.rates) / median(theirs.rates)
    // Slow peers have fewer rounds.
    const rounds = theirs.rates
      .slice(0, ours.rates.length)
      .map((rate, round) => ours.rates[round]! / rate)
    const cost = median(theirs.costs) / median(ours.costs)
    return {
      ...row,
      measured: `${short(ratio)} (rounds ${short(Math.min(...rounds))} to ${short(Math.max(...rounds))}; by processor time ${short(cost)})`,
      verdict: ratio >= least ? 'reached' : 'missed',
    }
  })
}

/** Growth of our own time for each request with the files of the project: 304 has all of it and no body. */
export function judgeFlatCost(few: Figure | undefined, many: Figure | undefined): Row[] {
  if (few === undefined || many === undefined) return []
  const growth = median(many.costs) / median(few.costs)
  return [
    {
      what: 'own time a request, 3 → 3,000 files (304: everything but the body)',
      limit: 'no growth (≤ 1.1 ×)',
      measured: `${median(few.costs).toFixed(1)} → ${median(many.costs).toFixed(1)} µs of processor time, ${short(growth)} ×`,
      verdict: growth <= 1.1 ? 'reached' : 'missed',
    },
  ]
}

export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}
