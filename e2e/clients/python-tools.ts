import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { runCommand, type CommandResult } from '../provision/run-command.ts'

export type RunOptions = {
  cwd?: string
  env?: Record<string, string>
  /** Milliseconds; 120,000 when not given. */
  timeout?: number
}

/** `tool` is a command's name (`twine`, `pip23`) or the path of an environment's interpreter. */
export type PythonTools = {
  /** The folder with the commands, and their interpreter as `python`. */
  readonly folder: string
  /** Runs a tool; never rejects. `output` is what its user sees, both streams in one. */
  run: (tool: string, parameters: string[], options?: RunOptions) => Promise<CommandResult>
  /** Runs a tool that has to succeed. Throws an Error with its output. */
  expectRun: (tool: string, parameters: string[], options?: RunOptions) => Promise<string>
}

/**
 * The Python tools that `pnpm test` prepares, each run with a home folder and caches below `folder`
 * and with nothing of the machine's own configuration: a file that is found could come from
 * nowhere but the index under test. Throws when the variables that name them are not set.
 */
export async function openPythonTools(folder: string): Promise<PythonTools> {
  const bin = variable('WHEELHOUSE_TEST_PYTHON_CLIENTS')
  const pip23 = variable('WHEELHOUSE_TEST_PIP23')
  const home = path.join(folder, 'home')
  await mkdir(home, { recursive: true })
  const isolated = isolatedEnvironment(home, bin)
  const toolPath = (tool: string) => (tool === 'pip23' ? pip23 : path.resolve(bin, tool))
  const run: PythonTools['run'] = (tool, parameters, { cwd = folder, env = {}, timeout } = {}) =>
    runCommand(toolPath(tool), parameters, {
      cwd,
      env: { ...isolated, ...env },
      quiet: true,
      timeout: timeout ?? 120_000,
    })
  return {
    folder: bin,
    run,
    expectRun: async (tool, parameters, options) => {
      const { code, output } = await run(tool, parameters, options)
      if (code === 0) return output
      throw new Error(`${tool} ${parameters.join(' ')} ended with ${code}:\n${output}`)
    },
  }
}

/** What `pnpm test` found out about the machine. Throws when it is not set. */
export function variable(name: string): string {
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new Error(`${name} is not set: run these tests with \`pnpm test --only clients\``)
}

/** Every variable of this process taken away, and the few given that tools need. */
function isolatedEnvironment(home: string, bin: string): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])),
    PATH: `${bin}${path.delimiter}/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    // Rich breaks lines at the width of the terminal, in the middle of what is looked for; with
    // TERM=dumb it would not ask for the width.
    COLUMNS: '1000',
    NO_COLOR: '1',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_CACHE_DIR: path.join(home, 'pip-cache'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    // What is imported is compiled then: compiling all of it is half of an installation.
    PIP_COMPILE: '0',
    UV_CACHE_DIR: path.join(home, 'uv-cache'),
    UV_NO_CONFIG: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    PDM_CHECK_UPDATE: 'false',
    // It would ask PyPI for newer ones of what it puts into environments, in the background.
    VIRTUALENV_NO_PERIODIC_UPDATE: '1',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    // Builds of the same sources have to be the same bytes.
    SOURCE_DATE_EPOCH: '1700000000',
  }
}
