import { describe, expect, test } from '@jest/globals'
import { parseDiagnostics } from './check-lint.ts'
import { kinds, parseArguments } from './parse-arguments.ts'
import { tallyReport } from './run-browser.ts'
import { failedKind, formatSummary, isGreen, tallyOf, type RunResult } from './tally.ts'

function lastLine(result: RunResult): string | undefined {
  return formatSummary(result).split('\n').at(-1)
}

describe('the closing lines', () => {
  const lint = tallyOf('lint', [true, true, true])

  test('end in the sum of all kinds', () => {
    expect(lastLine({ tallies: [lint, failedKind('api')], leftOut: [] })).toBe('3 passed, 1 failed')
  })

  test('name skipped tests and kinds left out', () => {
    const api = { kind: 'api', passed: 4, failed: 0, skipped: 2 }
    const result = { tallies: [lint, api], leftOut: [{ kind: 'browser', why: 'SKIP_BROWSER=1' }] }
    expect(lastLine(result)).toBe('7 passed, 0 failed, 2 skipped')
    expect(formatSummary(result)).toContain('left out: browser (SKIP_BROWSER=1)')
  })

  test('count a kind once that ran in parts', () => {
    const faults = { kind: 'faults', passed: 4, failed: 0, skipped: 1 }
    const more = { ...faults, failed: 2 }
    const lines = formatSummary({ tallies: [faults, lint, more], leftOut: [] }).split('\n')
    expect(lines.filter((line) => /faults/.test(line))).toEqual([
      expect.stringMatching(/^ {3}faults +8 +2 +2$/),
    ])
    expect(lines.at(-1)).toBe('11 passed, 2 failed, 2 skipped')
  })

  test('are green only if something passed and nothing failed', () => {
    expect(isGreen({ tallies: [lint], leftOut: [] })).toBe(true)
    expect(isGreen({ tallies: [lint, tallyOf('format', [false])], leftOut: [] })).toBe(false)
    expect(isGreen({ tallies: [], leftOut: [] })).toBe(false)
  })
})

describe('the arguments', () => {
  test('run every kind by default', () => {
    expect([...parseArguments([]).only]).toEqual([...kinds])
    expect(parseArguments([]).install).toBe(false)
  })

  test('name kinds, with or without the dashes that pnpm passes on', () => {
    const { only, install } = parseArguments(['--', '--install', '--only', 'lint,jest'])
    expect([...only]).toEqual(['lint', 'jest'])
    expect(install).toBe(true)
  })

  test('refuse what they do not know, with the usage', () => {
    expect(() => parseArguments(['--only', 'lnit'])).toThrow(/no kind "lnit"[\s\S]*Usage:/)
    expect(() => parseArguments(['--fast'])).toThrow(/Usage:/)
  })
})

describe('reports of the runners', () => {
  test('Playwright: a test that passed on a later try passed, an error outside a test failed', () => {
    const stats = { expected: 5, skipped: 1, unexpected: 2, flaky: 1 }
    expect(tallyReport(JSON.stringify({ stats, errors: [{}] }))).toEqual({
      kind: 'browser',
      passed: 6,
      failed: 3,
      skipped: 1,
      note: '1 passed only when tried again',
    })
  })

  test('Playwright: no report is a failure', () => {
    expect(tallyReport('')).toEqual(failedKind('browser'))
    expect(tallyReport('{}')).toEqual(failedKind('browser'))
  })

  test('oxlint: rules by file, and nothing from noise', () => {
    const diagnostics = [
      { code: 'eslint(no-console)', filename: 'a.ts' },
      { code: 'oxc(no-barrel-file)', filename: 'a.ts' },
    ]
    expect(parseDiagnostics(`noise\n${JSON.stringify({ diagnostics })}`)).toEqual(
      new Map([['a.ts', new Set(['eslint(no-console)', 'oxc(no-barrel-file)'])]]),
    )
    expect(parseDiagnostics('oxlint: not found').size).toBe(0)
  })
})
