import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { withFixtureTree } from './fixture-tree.ts'
import { say, secondsSince } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand } from './run-command.ts'
import { tallyOf, type Tally } from './tally.ts'

const compiler = inRepository('node_modules/typescript/bin/tsc')

/** Generates the database client and compiles every workspace package, one check each. */
export async function checkTypes(): Promise<Tally> {
  const outcomes = [await generates()]
  for (const folder of await packageFolders()) outcomes.push(await compiles(folder))
  outcomes.push(await seesWrongType())
  return tallyOf('types', outcomes)
}

async function generates(): Promise<boolean> {
  const start = performance.now()
  const result = await runCommand(process.execPath, ['prisma/generate.ts'], { quiet: true })
  return report('generate', result, start)
}

async function packageFolders(): Promise<string[]> {
  const nested = await Promise.all(
    ['apps', 'packages'].map(async (parent) =>
      (await readdir(inRepository(parent))).map((name) => path.join(parent, name)),
    ),
  )
  return [...nested.flat(), 'prisma', 'e2e'].filter((folder) =>
    existsSync(inRepository(folder, 'package.json')),
  )
}

async function compiles(folder: string): Promise<boolean> {
  const start = performance.now()
  const result = await runCommand(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    quiet: true,
  })
  return report(`tsc -p ${folder}`, result, start)
}

/** The known-bad file: an unchecked index has to be refused, and for that reason. */
async function seesWrongType(): Promise<boolean> {
  return withFixtureTree(async (folder) => {
    const result = await runCommand(
      process.execPath,
      [compiler, '-p', 'types', '--pretty', 'false'],
      { cwd: folder, quiet: true },
    )
    const seen = result.code !== 0 && /wrong-type\.ts\(\d+,\d+\): error TS2322/.test(result.output)
    say(seen ? '✓ a wrong type is refused' : `✗ a wrong type is not refused: ${result.output}`)
    return seen
  })
}

function report(
  title: string,
  result: { code: number | null; output: string },
  start: number,
): boolean {
  const good = result.code === 0
  say(`${good ? '✓' : '✗'} ${title} (${secondsSince(start)})`)
  if (!good) console.log(result.output.trimEnd())
  return good
}
