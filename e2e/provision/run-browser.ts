import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { say, secondsSince } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand } from './run-command.ts'
import { failedKind, type Tally } from './tally.ts'

type Report = {
  stats?: { expected: number; skipped: number; unexpected: number; flaky: number }
  errors?: unknown[]
}

/** Runs the Playwright tests of `e2e/browser` and returns what they counted. */
export async function runBrowser(env: Record<string, string | undefined>): Promise<Tally> {
  if (!existsSync(inRepository('e2e/browser/playwright.config.ts'))) {
    say('✗ there is no e2e/browser/playwright.config.ts')
    return failedKind('browser')
  }
  const start = performance.now()
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-counts-'))
  const file = path.join(folder, 'report.json')
  try {
    const result = await runCommand(
      process.execPath,
      [
        inRepository('e2e/node_modules/@playwright/test/cli.js'),
        'test',
        '-c',
        inRepository('e2e/browser'),
        '--reporter=json,list',
      ],
      { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
    )
    say(`${result.code === 0 ? '✓' : '✗'} playwright (${secondsSince(start)})`)
    const tally = tallyReport(await readFile(file, 'utf8').catch(() => ''))
    if (result.code !== 0 && tally.failed === 0) return { ...tally, failed: 1 }
    return tally
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Counts a report of Playwright's JSON reporter. A test that passed on a later try passed, but is
 * named; a report that cannot be read is one failure.
 */
export function tallyReport(json: string): Tally {
  let report: Report
  try {
    report = JSON.parse(json) as Report
  } catch {
    return failedKind('browser')
  }
  const { stats, errors = [] } = report
  if (stats === undefined) return failedKind('browser')
  return {
    kind: 'browser',
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    ...(stats.flaky > 0 ? { note: `${stats.flaky} passed only when tried again` } : {}),
  }
}
