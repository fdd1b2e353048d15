import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { inRepository } from '../provision/repository.ts'
import { runCommand } from '../provision/run-command.ts'
import { variable } from './python-tools.ts'

/** Real projects by their names, and by what is imported of them. */
const SAMPLE: Record<string, string> = {
  requests: 'requests',
  flask: 'flask',
  httpx: 'httpx',
  rich: 'rich',
  attrs: 'attrs',
  pyyaml: 'yaml',
}
const WHOLE: Record<string, string> = {
  ...SAMPLE,
  django: 'django',
  fastapi: 'fastapi',
  pydantic: 'pydantic',
  sqlalchemy: 'sqlalchemy',
  pytest: 'pytest',
  click: 'click',
  jinja2: 'jinja2',
  cryptography: 'cryptography',
  aiohttp: 'aiohttp',
  numpy: 'numpy',
  lxml: 'lxml',
  typer: 'typer',
  beautifulsoup4: 'bs4',
  tqdm: 'tqdm',
}
/** Asked for by tools that lock for every system at once. */
const FOR_OTHER_SYSTEMS = ['colorama', 'tzdata']

export type RealPackages = {
  readonly names: readonly string[]
  readonly modules: readonly string[]
  /** The folder with their files and those of their dependencies. */
  readonly folder: string
}

/**
 * Six real projects with their dependencies, or twenty, brought from PyPI once and kept in `.cache/`.
 * Throws an Error with pip's output when they are not there and cannot be had.
 */
export async function bringRealPackages(set: 'sample' | 'whole'): Promise<RealPackages> {
  const modules = set === 'whole' ? WHOLE : SAMPLE
  const names = Object.keys(modules)
  const folder = inRepository('.cache', 'install-matrix', set)
  if (!existsSync(folder)) await download([...names, ...FOR_OTHER_SYSTEMS], folder)
  if ((await readdir(folder)).length < names.length) throw new Error(`${folder} is not complete`)
  return { names, modules: Object.values(modules), folder }
}

async function download(names: readonly string[], folder: string): Promise<void> {
  const partial = `${folder}.part`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const python = path.join(variable('WHEELHOUSE_TEST_PYTHON_CLIENTS'), 'python')
  const how = ['-m', 'pip', 'download', '--quiet', '--only-binary', ':all:', '--dest', partial]
  const { code, output } = await runCommand(python, [...how, ...names], {
    quiet: true,
    timeout: 600_000,
  })
  if (code !== 0) throw new Error(`not brought from PyPI:\n${output}`)
  await rename(partial, folder)
}
