import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { say, secondsSince } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand, type CommandOptions } from './run-command.ts'
import { failedKind, type Tally } from './tally.ts'

type Counts = Record<string, { passed: number; failed: number; skipped: number }>

/**
 * Runs jest with the given selection and returns a tally per project that had tests. A jest that
 * ends badly without having counted a failure (a crash, no tests at all) is a failure of `kind`.
 */
export async function runJest(
  kind: string,
  selection: readonly string[],
  env: Record<string, string | undefined>,
  options: Pick<CommandOptions, 'patient'> = {},
): Promise<Tally[]> {
  const start = performance.now()
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-counts-'))
  const file = path.join(folder, 'counts.json')
  try {
    const result = await runCommand(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        inRepository('node_modules/jest/bin/jest.js'),
        '--reporters=default',
        `--reporters=${inRepository('e2e/provision/jest-counts-reporter.js')}`,
        `--reporters=${inRepository('e2e/contract/print-coverage.ts')}`,
        ...selection,
      ],
      { env: { ...env, WHEELHOUSE_TEST_COUNTS: file }, ...options },
    )
    say(`${result.code === 0 ? '✓' : '✗'} jest, ${kind} (${secondsSince(start)})`)
    const counted = await readCounts(file)
    const tallies = Object.entries(counted).map(([name, counts]) => ({ kind: name, ...counts }))
    const explained = tallies.some((tally) => tally.failed > 0)
    return result.code === 0 || explained
      ? tallies
      : [...tallies, failedKind(`${kind}: jest ended with code ${result.code}`)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readCounts(file: string): Promise<Counts> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Counts
  } catch {
    // jest died before it could write; the caller sees it by the exit code.
    return {}
  }
}
