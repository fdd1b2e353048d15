import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { installDebianPackages } from './debian-packages.ts'
import { ProvisionError, say, step } from './progress.ts'
import { inRepository } from './repository.ts'
import { findOnPath, runCommand } from './run-command.ts'

export type PythonClients = {
  /** The interpreter of the virtual environment. */
  python: string
  /** The folder with the commands of all clients. */
  folder: string
  /** The path of one client's command: `bin('twine')`. */
  bin: (name: string) => string
  /** The pip command of the last version that prefers HTML and knows no metadata files by default. */
  pip23: string
  /** The folder with the commands of mirrors, `bandersnatch` and `devpi-server`. */
  mirrors: string
  /** The command of a server that speaks S3, with all buckets in its memory. */
  moto: string
}

/**
 * What people upload and install with, all at their newest versions. pdm 2.29 asks for hishel 1.4 or
 * newer and does not start with hishel 2.
 */
const clients = [
  'pip',
  'uv',
  'twine',
  'flit',
  'hatch',
  'poetry',
  'pdm',
  'hishel<2',
  'pipenv',
  'build',
]
/** What copies whole indexes, at the newest versions that this Python runs. */
const mirrors = ['bandersnatch', 'devpi-server']
const refreshAfter = 24 * 60 * 60 * 1000
const TIMEOUT = 15 * 60 * 1000

/**
 * Makes the virtual environments with the Python clients in `.cache/` and refreshes the newest
 * versions once a day. Without a network an older environment is used, and said to be. Throws a
 * ProvisionError without Python 3 and its venv module, or when pip cannot bring the clients.
 */
export async function preparePythonClients(
  options: { install?: boolean } = {},
): Promise<PythonClients> {
  const python = await findPython(options.install ?? false)
  const uv = prepareUv(python)
  // Side by side: most of it is waiting for the network.
  const [newest, old, store, copies] = await Promise.all([
    prepareEnvironment(python, uv, 'python-clients', clients, refreshAfter),
    prepareEnvironment(python, uv, 'python-pip23', ['pip==23.*'], Infinity),
    // On its own: a web server's dependencies are no business of the clients.
    prepareEnvironment(python, uv, 'python-moto', ['moto[server]==5.*'], Infinity),
    prepareEnvironment(python, uv, 'python-mirrors', mirrors, refreshAfter),
  ])
  return {
    python: path.join(newest, 'python'),
    folder: newest,
    bin: (name) => path.join(newest, name),
    pip23: path.join(old, 'pip'),
    mirrors: copies,
    moto: path.join(store, 'moto_server'),
  }
}

async function findPython(install: boolean): Promise<string> {
  const complete = async (): Promise<string | undefined> => {
    const python = findOnPath('python3')
    if (python === undefined) return undefined
    const answer = await runCommand(python, ['-c', 'import venv, ensurepip'], { quiet: true })
    return answer.code === 0 ? python : undefined
  }
  const installed = await complete()
  if (installed !== undefined) return installed
  const what = 'Python 3 with its venv module'
  await installDebianPackages(['python3', 'python3-venv'], { what, install })
  const fresh = await complete()
  if (fresh === undefined) throw new ProvisionError(`${what} is still missing after installing it`)
  return fresh
}

/** Returns the folder with the commands of the environment `.cache/NAME`. */
async function prepareEnvironment(
  python: string,
  uv: Promise<string | undefined>,
  name: string,
  requirements: readonly string[],
  maxAge: number,
): Promise<string> {
  const home = inRepository('.cache', name)
  const bin = path.join(home, 'bin')
  const stamp = path.join(home, 'refreshed.json')
  const state = await readStamp(stamp)
  const wanted = requirements.join(' ')
  const usable = state?.requirements === wanted && existsSync(path.join(bin, 'python'))
  if (usable && Date.now() - state.at < maxAge) return bin

  try {
    await step(`Python environment .cache/${name}: ${wanted}`, async () => {
      if (!usable) {
        await rm(home, { recursive: true, force: true })
        await mkdir(path.dirname(home), { recursive: true })
        await run(python, ['-m', 'venv', '--without-pip', home])
      }
      await install(await uv, python, home, requirements)
    })
  } catch (error) {
    if (!usable) throw error
    say(`using the clients of ${new Date(state.at).toISOString()}: ${String(error)}`)
    return bin
  }
  await writeFile(stamp, `${JSON.stringify({ at: Date.now(), requirements: wanted })}\n`)
  return bin
}

/** With uv, which takes a tenth of pip's time; with pip where only pip is told of a mirror or a proxy. */
async function install(
  uv: string | undefined,
  python: string,
  home: string,
  requirements: readonly string[],
): Promise<void> {
  const target = path.join(home, 'bin/python')
  if (uv !== undefined) {
    const where = ['--python', target, '--cache-dir', inRepository('.cache/uv')]
    const how = ['pip', 'install', '--quiet', '--upgrade', ...where, ...requirements]
    if ((await runCommand(uv, how, { quiet: true, timeout: TIMEOUT })).code === 0) return
  }
  await installWithPip(python, home, requirements)
}

async function installWithPip(
  python: string,
  home: string,
  requirements: readonly string[],
): Promise<void> {
  const target = path.join(home, 'bin/python')
  await run(python, ['-m', 'venv', home])
  // The bundled pip may be too old for the newest packages: it goes first.
  // What is run is compiled then: compiling all of it takes longer than to unpack it.
  const pip = ['-m', 'pip', 'install', '--quiet', '--upgrade', '--no-compile']
  await run(target, [...pip, requirements.find(isPip) ?? 'pip'])
  const rest = requirements.filter((requirement) => !isPip(requirement))
  if (rest.length > 0) await run(target, [...pip, ...rest])
}

/** The command of a uv that fills the environments; there is none where pip cannot bring it. */
async function prepareUv(python: string): Promise<string | undefined> {
  const home = inRepository('.cache/python-uv')
  const command = path.join(home, 'bin/uv')
  if (existsSync(command)) return command
  try {
    await mkdir(path.dirname(home), { recursive: true })
    await installWithPip(python, home, ['uv'])
    return command
  } catch {
    return undefined
  }
}

function isPip(requirement: string): boolean {
  return /^pip\b/.test(requirement)
}

async function readStamp(file: string): Promise<{ at: number; requirements: string } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    const { at, requirements } = value as Record<string, unknown>
    return typeof at === 'number' && typeof requirements === 'string'
      ? { at, requirements }
      : undefined
  } catch {
    return undefined
  }
}

async function run(command: string, parameters: string[]): Promise<void> {
  const result = await runCommand(command, parameters, { quiet: true, timeout: TIMEOUT })
  if (result.code === 0) return
  const tail = result.output.trim().split('\n').slice(-8).join('\n')
  throw new ProvisionError(`${path.basename(command)} ${parameters.join(' ')} failed:\n${tail}`)
}
