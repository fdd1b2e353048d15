import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PythonTools } from './python-tools.ts'

export type Installation = {
  /** A fresh folder for the project and its environment. */
  readonly folder: string
  /** What the tool keeps between runs. */
  readonly cache: string
  /** `http://127.0.0.1:8080/simple/` */
  readonly index: string
  /** A token that the tool is given in the way its users give it (pip, uv and poetry). */
  readonly token?: string
  readonly packages: readonly string[]
}

export type InstallingTool = {
  readonly name: 'pip' | 'pip 23' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'hatch'
  /** Installs into a fresh environment from the index alone; returns the environment's interpreter. */
  install(tools: PythonTools, installation: Installation): Promise<string>
  version(tools: PythonTools): Promise<string>
  /** It reads pages a second time, for the hashes of its lock file, and never from a cache. */
  readonly readsForHashes?: boolean
}

const TIMEOUT = 280_000
const RANGE = `
import sys
major, minor, micro = sys.version_info[:3]
print(f">={major}.{minor}.{micro},<{major}.{minor + 1}")
`
const HOST = '127.0.0.1'
/** As pip's and uv's users write it. */
function withToken({ index, token }: Installation): string {
  if (token === undefined) return index
  const url = new URL(index)
  url.username = '__token__'
  url.password = token
  return url.href
}

const inQuotes = (items: readonly string[]) => items.map((item) => `"${item}"`).join(', ')
const interpreter = (environment: string) => path.join(environment, 'bin/python')
const lastWord = (text: string) => /[\d.]+\d/.exec(text)?.[0] ?? text.trim()

async function makeEnvironment(tools: PythonTools, folder: string): Promise<string> {
  const environment = path.join(folder, '.venv')
  await tools.expectRun('python', ['-m', 'venv', '--without-pip', environment])
  return environment
}

function pip(name: 'pip' | 'pip 23', command: 'pip' | 'pip23'): InstallingTool {
  return {
    name,
    install: async (tools, installation) => {
      const { folder, cache, packages } = installation
      await mkdir(folder, { recursive: true })
      const python = interpreter(await makeEnvironment(tools, folder))
      const index = withToken(installation)
      const to = ['--isolated', '--python', python, 'install', '--index-url', index]
      // Without https, pip keeps nothing of a host that is not said to be trusted.
      const kept = ['--trusted-host', HOST, '--cache-dir', cache]
      const how = ['--no-compile', ...kept, ...packages]
      await tools.expectRun(command, [...to, ...how], { timeout: TIMEOUT })
      return python
    },
    version: async (tools) => lastWord(await tools.expectRun(command, ['--version'])),
  }
}

const uv: InstallingTool = {
  name: 'uv',
  install: async (tools, installation) => {
    const { folder, cache, packages } = installation
    await mkdir(folder, { recursive: true })
    const python = interpreter(await makeEnvironment(tools, folder))
    const index = withToken(installation)
    const to = ['pip', 'install', '--python', python, '--index-url', index, '--cache-dir', cache]
    await tools.expectRun('uv', [...to, ...packages], { timeout: TIMEOUT })
    return python
  },
  version: async (tools) => lastWord(await tools.expectRun('uv', ['--version'])),
}

/**
 * A project with the packages as dependencies, and the tool's own tables. Tools that lock for a range
 * of Pythons want packages for all of it: it is no wider than the one that is here.
 */
async function writeProject(
  tools: PythonTools,
  { folder, packages }: Installation,
  tables: string,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const pythons = (await tools.expectRun('python', ['-c', RANGE])).trim()
  const project = `[project]
name = "consumer"
version = "1.0"
requires-python = "${pythons}"
dependencies = [${inQuotes(packages)}]
`
  await writeFile(path.join(folder, 'pyproject.toml'), `${project}\n${tables}`)
}

const poetry: InstallingTool = {
  name: 'poetry',
  install: async (tools, installation) => {
    const { folder, cache, index, token } = installation
    const tables = `[tool.poetry]
package-mode = false

[[tool.poetry.source]]
name = "wheelhouse"
url = "${index}"
priority = "primary"
`
    await writeProject(tools, installation, tables)
    const env = {
      POETRY_CACHE_DIR: cache,
      POETRY_VIRTUALENVS_IN_PROJECT: 'true',
      ...(token === undefined
        ? {}
        : {
            POETRY_HTTP_BASIC_WHEELHOUSE_USERNAME: '__token__',
            POETRY_HTTP_BASIC_WHEELHOUSE_PASSWORD: token,
          }),
    }
    const options = { cwd: folder, env, timeout: TIMEOUT }
    await tools.expectRun('poetry', ['install', '--no-interaction'], options)
    return interpreter(path.join(folder, '.venv'))
  },
  version: async (tools) => lastWord(await tools.expectRun('poetry', ['--version'])),
}

const pdm: InstallingTool = {
  name: 'pdm',
  install: async (tools, installation) => {
    const { folder, cache, index } = installation
    const tables = `[tool.pdm]
distribution = false

[[tool.pdm.source]]
name = "pypi"
url = "${index}"
verify_ssl = false
`
    await writeProject(tools, installation, tables)
    const environment = await makeEnvironment(tools, folder)
    const env = {
      VIRTUAL_ENV: environment,
      PDM_IGNORE_SAVED_PYTHON: '1',
      PDM_CACHE_DIR: cache,
    }
    await tools.expectRun('pdm', ['install'], { cwd: folder, env, timeout: TIMEOUT })
    return interpreter(environment)
  },
  version: async (tools) => lastWord(await tools.expectRun('pdm', ['--version'])),
}

const pipenv: InstallingTool = {
  name: 'pipenv',
  install: async (tools, { folder, cache, index, packages }) => {
    await mkdir(folder, { recursive: true })
    const pipfile = `[[source]]
name = "wheelhouse"
url = "${index}"
verify_ssl = false

[packages]
${packages.map((name) => `${name} = "*"`).join('\n')}
`
    await writeFile(path.join(folder, 'Pipfile'), pipfile)
    const env = {
      PIPENV_VENV_IN_PROJECT: '1',
      PIPENV_IGNORE_VIRTUALENVS: '1',
      PIPENV_NOSPIN: '1',
      PIPENV_CACHE_DIR: path.join(cache, 'pipenv'),
      PIP_CACHE_DIR: path.join(cache, 'pip'),
    }
    const options = { cwd: folder, env, timeout: TIMEOUT }
    const python = path.join(tools.folder, 'python')
    await tools.expectRun('pipenv', ['install', '--python', python], options)
    return interpreter(path.join(folder, '.venv'))
  },
  version: async (tools) => lastWord(await tools.expectRun('pipenv', ['--version'])),
  readsForHashes: true,
}

const hatch: InstallingTool = {
  name: 'hatch',
  install: async (tools, installation) => {
    const { folder, cache, index, packages } = installation
    const tables = `[tool.hatch.envs.default]
skip-install = true
dependencies = [${inQuotes(packages)}]
`
    await writeProject(tools, { ...installation, packages: [] }, tables)
    const environment = path.join(folder, '.venv')
    const env = {
      HATCH_DATA_DIR: path.join(folder, 'hatch'),
      HATCH_ENV_TYPE_VIRTUAL_PATH: environment,
      PIP_INDEX_URL: index,
      PIP_TRUSTED_HOST: HOST,
      PIP_CACHE_DIR: cache,
    }
    const options = { cwd: folder, env, timeout: TIMEOUT }
    await tools.expectRun('hatch', ['env', 'create'], options)
    return interpreter(environment)
  },
  version: async (tools) => lastWord(await tools.expectRun('hatch', ['--version'])),
}

export const installingTools: readonly InstallingTool[] = [
  pip('pip', 'pip'),
  pip('pip 23', 'pip23'),
  uv,
  poetry,
  pdm,
  pipenv,
  hatch,
]
