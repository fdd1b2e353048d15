import { execFileSync } from 'node:child_process'
import os from 'node:os'
import { CONNECTIONS, loadTool } from './drive.ts'
import type { Peer } from './peers/peer.ts'
import { isPinned } from './processes.ts'
import { median, type Figure } from './throughput.ts'
import type { Work } from './works.ts'

/** One line of what must be reached. */
export type Row = {
  readonly what: string
  readonly limit: string
  readonly measured: string
  readonly verdict: string
}

/** Everything that a run found out; lists that a run did not ask for are empty. */
export type Results = {
  readonly command: string
  readonly rows: Row[]
  readonly figures: { work: Work; list: readonly Figure[] }[]
  readonly servers: Pick<Peer, 'name' | 'version'>[]
  /** Peers that could not be had, and why. */
  readonly missing: string[]
  /** Text of further sections by their titles. */
  readonly sections: { title: string; text: string }[]
  /** Load of the machine (average of a minute) before the run, and the highest in it. */
  readonly loads: number[]
}

export function printResults(results: Results): string {
  const { rows, figures, servers, missing, sections, loads, command } = results
  const cpu = os.cpus()
  const parts = [
    `Made by \`${command}\` on ${new Date().toISOString().slice(0, 10)}.`,
    [
      `- Machine: ${cpu.length} × ${cpu[0]?.model ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}; load average ${loads[0]?.toFixed(1)} before the run${(loads[0] ?? 0) > 0.7 ? ' (**not quiet: ratios of this run say little**)' : ''}`,
      `- Load: ${loadTool}, ${CONNECTIONS} connections from one thread (2 of indexes in Python)${isPinned ? '; the server on core 0, the load on core 1' : '; not pinned (no taskset)'}; servers in turns, medians of the rounds`,
      `- Wheelhouse at ${commit()}; ${servers.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
      ...missing.map((text) => `- Not measured: ${text}`),
    ].join('\n'),
  ]
  if (rows.length > 0) parts.push('## What must be reached', table(rows))
  if (figures.length > 0) parts.push('## Requests a second', ...figures.map(printWork))
  for (const { title, text } of sections) parts.push(`## ${title}`, text)
  return `${parts.join('\n\n')}\n`
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, limit, measured, verdict }) =>
      `| ${what} | ${limit} | ${measured} | ${verdict === 'reached' ? verdict : `**${verdict}**`} |`,
  )
  return ['| work | limit | measured | verdict |', '|---|---|---|---|', ...lines].join('\n')
}

function printWork({ work, list }: Results['figures'][number]): string {
  const lines = list.map(({ server, rates, p99s, costs, bytes, fault }) => {
    if (rates.length === 0) return `| ${server} | – | | | | ${fault ?? ''} |`
    const spread = `${round(Math.min(...rates))} to ${round(Math.max(...rates))}`
    const cells = [round(median(rates)), spread, median(p99s).toFixed(1), median(costs).toFixed(1)]
    return `| ${server} | ${cells.join(' | ')} | ${fault ?? `${bytes} bytes`} |`
  })
  return [
    `### ${work.title}`,
    '',
    '| server | requests/s | rounds | p99 ms | processor µs a request | |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

const round = (rate: number) => Math.round(rate).toLocaleString('en')

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'an unknown commit'
  }
}
