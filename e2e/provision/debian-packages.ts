import { ProvisionError, step } from './progress.ts'
import { findOnPath, runCommand } from './run-command.ts'

/** True for a process that may change the system. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * Whether packages of the system may be installed without asking: as root, in CI (`CI=true`) or on
 * the wish of the caller (`--install`).
 */
export function mayInstall(install: boolean): boolean {
  return isRoot() && (install || process.env['CI'] === 'true')
}

let listsAreFresh = false
/** The last one asked for: apt-get lets nobody else in meanwhile. */
let turn: Promise<void> = Promise.resolve()

/**
 * Installs Debian packages with apt-get, or throws a ProvisionError with the command that a human
 * has to run (no root, no permission) or with the last lines of apt-get (it failed).
 */
export async function installDebianPackages(
  names: readonly string[],
  options: { what: string; install: boolean },
): Promise<void> {
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (findOnPath('apt-get') === undefined) {
    throw new ProvisionError(
      `${options.what} is not installed, and this system has no apt-get to install it with (Debian: ${command})`,
    )
  }
  if (!mayInstall(options.install)) {
    throw new ProvisionError(
      `${options.what} is not installed. Run \`${isRoot() ? '' : 'sudo '}${command}\`, or as root pass --install`,
    )
  }
  const before = turn
  turn = (async () => {
    await before.catch(() => {})
    await install(names, command)
  })()
  await turn
}

async function install(names: readonly string[], command: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  if (!listsAreFresh) {
    // A fresh container has no package lists at all; an outdated one asks for files that are gone.
    await step('apt-get update', () => run(['update'], env))
    listsAreFresh = true
  }
  await step(command, () => run(['install', '-y', '--no-install-recommends', ...names], env))
}

async function run(parameters: string[], env: Record<string, string>): Promise<void> {
  const lock = ['-o', 'DPkg::Lock::Timeout=300']
  const result = await runCommand('apt-get', [...lock, ...parameters], { env, quiet: true })
  if (result.code === 0) return
  const tail = result.output.trim().split('\n').slice(-8).join('\n')
  throw new ProvisionError(
    `apt-get ${parameters.join(' ')} ended with code ${result.code}:\n${tail}`,
  )
}
