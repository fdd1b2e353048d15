import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CommandResult } from '../provision/run-command.ts'
import type { PythonTools, RunOptions } from './python-tools.ts'

export type Account = { uploadUrl: string; token: string }

/** One way to get a project onto an index: what builds it and what uploads it. */
export type PublishingTool = {
  readonly name: 'twine' | 'uv publish' | 'flit' | 'hatch' | 'poetry' | 'pdm'
  /** Table `build-system` and the tool's own tables of `pyproject.toml`. */
  readonly tables: string
  /** Makes `dist/` of the project in `cwd`, with what is installed and nothing fetched. */
  build(tools: PythonTools, cwd: string): Promise<string>
  publish(tools: PythonTools, cwd: string, account: Account): Promise<CommandResult>
}

const hatchling = `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["demo"]
`
const flit = `[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[tool.flit.module]
name = "demo"
`
const poetry = `[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"

[tool.poetry]
packages = [{ include = "demo" }]
`

export const publishingTools: readonly PublishingTool[] = [
  {
    name: 'twine',
    tables: hatchling,
    build: (tools, cwd) => tools.expectRun('pyproject-build', ['--no-isolation'], { cwd }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run(
        'twine',
        ['upload', '--repository-url', uploadUrl, ...user(token), 'dist/*'],
        unattended(cwd),
      ),
  },
  {
    name: 'uv publish',
    tables: hatchling,
    build: (tools, cwd) =>
      tools.expectRun('uv', ['build', '--offline', '--no-build-isolation', ...pythonOf(tools)], {
        cwd,
      }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run('uv', ['publish', '--publish-url', uploadUrl, '--token', token], unattended(cwd)),
  },
  {
    name: 'flit',
    tables: flit,
    build: (tools, cwd) => tools.expectRun('flit', ['build'], { cwd }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run(
        'flit',
        ['publish'],
        unattended(cwd, {
          FLIT_INDEX_URL: uploadUrl,
          FLIT_USERNAME: '__token__',
          FLIT_PASSWORD: token,
        }),
      ),
  },
  {
    name: 'hatch',
    tables: hatchling,
    build: (tools, cwd) => tools.expectRun('hatchling', ['build'], { cwd }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run(
        'hatch',
        ['publish', '--no-prompt', '--repo', uploadUrl, '--user', '__token__', '--auth', token],
        unattended(cwd),
      ),
  },
  {
    name: 'poetry',
    tables: poetry,
    build: (tools, cwd) => tools.expectRun('poetry', ['build'], { cwd }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run(
        'poetry',
        ['publish', '--no-interaction', '--repository', 'wheelhouse', ...user(token)],
        unattended(cwd, { POETRY_REPOSITORIES_WHEELHOUSE_URL: uploadUrl }),
      ),
  },
  {
    name: 'pdm',
    tables: hatchling,
    build: (tools, cwd) =>
      tools.expectRun('pdm', ['build', '--no-isolation'], { cwd, env: pdmEnvironment(tools) }),
    publish: (tools, cwd, { uploadUrl, token }) =>
      tools.run(
        'pdm',
        ['publish', '--no-build', '-r', uploadUrl, '-u', '__token__', '-P', token],
        unattended(cwd, pdmEnvironment(tools)),
      ),
  },
]

const user = (token: string) => ['--username', '__token__', '--password', token]
const pythonOf = (tools: PythonTools) => ['--python', path.join(tools.folder, 'python')]
/** Without it pdm makes an environment for the project, in which no build backend is. */
const pdmEnvironment = (tools: PythonTools) => ({
  VIRTUAL_ENV: path.dirname(tools.folder),
  PDM_IGNORE_SAVED_PYTHON: '1',
})
const unattended = (cwd: string, env: Record<string, string> = {}): RunOptions => ({
  cwd,
  env,
  timeout: 60_000,
})

/** Writes a project of one module; `text` is what distinguishes two builds of the same version. */
export async function writeProject(
  folder: string,
  name: string,
  tables: string,
  text: string,
): Promise<void> {
  await rm(path.join(folder, 'dist'), { recursive: true, force: true })
  await mkdir(path.join(folder, 'demo'), { recursive: true })
  await writeFile(path.join(folder, 'demo/__init__.py'), `TEXT = "${text}"\n`)
  await writeFile(path.join(folder, 'README.md'), '# Demo\n\nA *small* project.\n')
  await writeFile(
    path.join(folder, 'pyproject.toml'),
    `[project]
name = "${name}"
version = "1.0"
description = "A small project"
readme = "README.md"
requires-python = ">=3.8"
authors = [{ name = "Ada Maker", email = "ada@example.org" }]

${tables}`,
  )
}
