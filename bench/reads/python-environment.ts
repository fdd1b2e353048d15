import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inRepository } from '../../e2e/provision/repository.ts'
import { findOnPath, runCommand } from '../../e2e/provision/run-command.ts'

/**
 * A virtual environment with these packages at their newest, kept in `.cache/` of the repository.
 * Returns the folder of its commands. @throws Error when they cannot be had
 */
export async function prepareEnvironment(name: string, packages: readonly string[]) {
  const home = inRepository('.cache', `bench-${name}`)
  const bin = join(home, 'bin')
  if (existsSync(join(home, 'complete'))) return bin
  await rm(home, { recursive: true, force: true })
  const python = findOnPath('python3')
  if (python === undefined) throw new Error('Python 3 is not installed')
  await expectRun(python, ['-m', 'venv', home])
  await expectRun(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', ...packages])
  await expectRun('touch', [join(home, 'complete')])
  return bin
}

/** Version of an installed package. */
export async function versionOf(bin: string, name: string): Promise<string> {
  const code = `import importlib.metadata as m; print(m.version("${name}"))`
  return (await expectRun(join(bin, 'python'), ['-c', code])).trim()
}

async function expectRun(command: string, words: string[]): Promise<string> {
  const { code, output } = await runCommand(command, words, { quiet: true, timeout: 600_000 })
  if (code === 0) return output
  throw new Error(`${command} ${words.join(' ')} ended with ${code}: ${output.trim().slice(-500)}`)
}
