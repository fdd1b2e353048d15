import { findOnPath, runCommand } from '../../e2e/provision/run-command.ts'
import { LOAD_CORE, pinned } from './processes.ts'

/** What one run against one address gave. */
export type Run = {
  /** Requests a second. */
  readonly rate: number
  readonly requests: number
  /** Milliseconds. */
  readonly p99: number
  /** Why it does not count: wrong answers, broken connections. */
  readonly fault: string | undefined
}

export type Aim = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export const CONNECTIONS = 32
const wrk = findOnPath('wrk')
export const loadTool = wrk === undefined ? 'autocannon (wrk is not installed)' : 'wrk'

/** How long is asked, over how many connections. */
export type Load = { readonly seconds: number; readonly connections?: number }

/** Asks as fast as the server answers, from one thread. */
export function drive(aim: Aim, { seconds, connections = CONNECTIONS }: Load): Promise<Run> {
  const load = { seconds, connections }
  return wrk === undefined ? driveAutocannon(aim, load) : driveWrk(wrk, aim, load)
}

async function driveWrk(
  command: string,
  aim: Aim,
  { seconds, connections }: Required<Load>,
): Promise<Run> {
  const headers = Object.entries(aim.headers).flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ])
  const words = [
    command,
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    '--timeout',
    '60s',
    ...headers,
  ]
  const [first, ...rest] = pinned(LOAD_CORE, [...words, aim.url])
  const { output } = await runCommand(first, rest, { quiet: true })
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? 0)
  const quantile = /99%\s+([\d.]+)(us|ms|s)/.exec(output)
  const scale = { us: 0.001, ms: 1, s: 1000 }[quantile?.[2] ?? 'ms'] ?? 1
  const fault = /Non-2xx[^\n]*|Socket errors[^\n]*/.exec(output)?.[0]
  return {
    rate,
    requests: Number(/(\d+) requests in/.exec(output)?.[1] ?? 0),
    p99: Number(quantile?.[1] ?? 0) * scale,
    fault: rate === 0 ? output.trim().split('\n').at(-1) : fault,
  }
}

async function driveAutocannon(aim: Aim, { seconds, connections }: Required<Load>): Promise<Run> {
  const headers = Object.entries(aim.headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const [command, ...rest] = pinned(LOAD_CORE, [
    'npx',
    '-y',
    'autocannon@8',
    '-j',
    '-c',
    String(connections),
    '-d',
    String(seconds),
    ...headers,
    aim.url,
  ])
  const { output } = await runCommand(command, rest, { quiet: true })
  const text = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)
  const found = JSON.parse(text) as {
    requests: { average: number; total: number }
    latency: { p99: number }
    errors: number
    '4xx': number
    '5xx': number
  }
  const wrong = found.errors + found['4xx'] + found['5xx']
  return {
    rate: found.requests.average,
    requests: found.requests.total,
    p99: found.latency.p99,
    fault: wrong === 0 ? undefined : `${wrong} wrong answers`,
  }
}
