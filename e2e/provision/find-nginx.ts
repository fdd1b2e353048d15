import { installDebianPackages } from './debian-packages.ts'
import { ProvisionError, say } from './progress.ts'
import { findOnPath } from './run-command.ts'

/**
 * The path of nginx: one on PATH, else Debian's package (installed only where `install` or CI allows
 * it). Without one the tests of a server in front are left out, which is said.
 */
export async function findNginx(options: { install: boolean }): Promise<string | undefined> {
  const installed = findOnPath('nginx')
  if (installed !== undefined) return installed
  try {
    await installDebianPackages(['nginx-light'], { what: 'nginx', ...options })
    return findOnPath('nginx')
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error
    say(`tests with nginx in front are left out: ${error.message}`)
    return undefined
  }
}
