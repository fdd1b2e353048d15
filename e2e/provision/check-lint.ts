import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { withFixtureTree } from './fixture-tree.ts'
import { say, secondsSince } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand } from './run-command.ts'
import { tallyOf, type Tally } from './tally.ts'

const linter = inRepository('node_modules/oxlint/bin/oxlint')

/**
 * Lints the tree (one check), then the fixtures (one check per file): the first line of each names
 * the rule it has to break, or `none`.
 */
export async function checkLint(): Promise<Tally> {
  const start = performance.now()
  // With CI set it colours its output even into a file.
  const tree = await runCommand(process.execPath, [linter, '--type-aware', '--deny-warnings'], {
    env: { CI: undefined },
  })
  say(`${tree.code === 0 ? '✓' : '✗'} oxlint (${secondsSince(start)})`)
  return tallyOf('lint', [tree.code === 0, ...(await withFixtureTree(checkFixtures))])
}

async function checkFixtures(folder: string): Promise<boolean[]> {
  const roots = ['apps', 'e2e', 'packages']
  const result = await runCommand(
    process.execPath,
    [linter, '--type-aware', '--format=json', ...roots],
    { cwd: folder, quiet: true },
  )
  const broken = parseDiagnostics(result.output)
  const expected = await expectations(folder, roots)
  const outcomes = [...expected].map(([file, rule]) => {
    const got = [...(broken.get(file) ?? ['none'])].join(', ')
    if (got !== rule) say(`✗ ${file}: expected ${rule}, got ${got}`)
    return got === rule
  })
  const seen = outcomes.filter(Boolean).length
  say(`${seen === outcomes.length ? '✓' : '✗'} ${seen} of ${outcomes.length} lint fixtures judged`)
  // Without diagnostics at all the linter did not run: that must not look like a clean tree.
  return broken.size === 0 ? [...outcomes, false] : outcomes
}

/** File (with forward slashes) to the names of the rules it breaks. */
export function parseDiagnostics(json: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  let report: { diagnostics?: { code?: string; filename?: string }[] }
  try {
    report = JSON.parse(json.slice(json.indexOf('{'))) as typeof report
  } catch {
    return found
  }
  for (const { code = '', filename = '' } of report.diagnostics ?? []) {
    found.set(filename, (found.get(filename) ?? new Set()).add(code))
  }
  return found
}

async function expectations(folder: string, roots: string[]): Promise<Map<string, string>> {
  const rules = new Map<string, string>()
  for (const root of roots) {
    const entries = await readdir(path.join(folder, root), { recursive: true })
    for (const entry of entries.filter((name) => name.endsWith('.ts')).sort()) {
      const file = path.posix.join(root, entry)
      const first = (await readFile(path.join(folder, file), 'utf8')).split('\n', 1)[0] ?? ''
      rules.set(file, first.startsWith('// expect: ') ? first.slice('// expect: '.length) : first)
    }
  }
  return rules
}
