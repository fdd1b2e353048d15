import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { preparePythonClients } from '../../provision/python-clients.ts'
import type { Distribution } from './distributions.ts'
import type { RunningIndex } from './start-server.ts'

const execute = promisify(execFile)

/** The folder of the real clients: what the test command prepared, else prepared now. */
async function clientsFolder(): Promise<string> {
  const prepared = process.env['WHEELHOUSE_TEST_PYTHON_CLIENTS']
  if (prepared !== undefined && prepared !== '') return prepared
  return (await preparePythonClients()).folder
}

/** Runs a client where no configuration of this machine reaches it; gives what it printed. */
async function runClient(name: string, args: readonly string[]): Promise<string> {
  const file = join(await clientsFolder(), name)
  const home = await mkdtemp(join(tmpdir(), 'wheelhouse-client-'))
  try {
    const env = { PATH: process.env['PATH'], HOME: home, PIP_CONFIG_FILE: '/dev/null' }
    const { stdout } = await execute(file, args, { cwd: home, env })
    return stdout
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Uploads as a person would, with `twine upload`. */
export async function upload(
  server: RunningIndex,
  token: string,
  distributions: readonly Distribution[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-dist-'))
  try {
    const files = distributions.map(({ filename }) => join(folder, filename))
    for (const [index, file] of files.entries()) await writeFile(file, distributions[index]!.bytes)
    const credentials = ['--username', '__token__', '--password', token]
    const options = ['--repository-url', `${server.url}/legacy/`, '--disable-progress-bar']
    await runClient('twine', ['upload', '--non-interactive', ...options, ...credentials, ...files])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The versions that `pip index versions` offers for a project, newest first. */
export async function pipVersions(server: RunningIndex, project: string): Promise<string[]> {
  const index = ['--index-url', `${server.url}/simple/`, '--disable-pip-version-check']
  const output = await runClient('pip', ['index', 'versions', project, '--json', ...index])
  return (JSON.parse(output) as { versions: string[] }).versions
}

/** The file entries of the project's simple page, as JSON (PEP 691). */
export async function simpleFiles(
  server: RunningIndex,
  project: string,
): Promise<{ filename: string; yanked?: boolean | string }[]> {
  const accept = 'application/vnd.pypi.simple.v1+json'
  const response = await fetch(`${server.url}/simple/${project}/`, { headers: { accept } })
  return ((await response.json()) as { files: { filename: string }[] }).files
}
