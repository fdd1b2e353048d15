import { withFixtureTree } from './fixture-tree.ts'
import { say, secondsSince } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand } from './run-command.ts'
import { tallyOf, type Tally } from './tally.ts'

const formatter = inRepository('node_modules/oxfmt/bin/oxfmt')

/** Checks the format of the tree, and that the known-bad file is refused: two checks. */
export async function checkFormat(): Promise<Tally> {
  const start = performance.now()
  // With CI set it colours its output even into a file.
  const tree = await runCommand(process.execPath, [formatter, '--check', '.'], {
    env: { CI: undefined },
  })
  say(`${tree.code === 0 ? '✓' : '✗'} oxfmt --check (${secondsSince(start)})`)
  const fixture = await withFixtureTree((folder) =>
    runCommand(process.execPath, [formatter, '--check', 'format'], { cwd: folder, quiet: true }),
  )
  const seen = fixture.code !== 0 && fixture.output.includes('unformatted.ts')
  say(seen ? '✓ a badly formatted file is refused' : `✗ not refused: ${fixture.output}`)
  return tallyOf('format', [tree.code === 0, seen])
}
