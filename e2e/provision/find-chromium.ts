import { existsSync } from 'node:fs'
import { installDebianPackages, isRoot } from './debian-packages.ts'
import { ProvisionError } from './progress.ts'
import { findOnPath, runCommand } from './run-command.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The path of a Chromium that answers `--version`: `WHEELHOUSE_TEST_CHROMIUM`, else one on PATH,
 * else Debian's package (installed only where `install` or CI allows it). Throws a ProvisionError.
 */
export async function findChromium(options: { install: boolean }): Promise<string> {
  const named = process.env['WHEELHOUSE_TEST_CHROMIUM']
  if (named !== undefined && named !== '') return answering(named)
  const installed = installedChromium()
  if (installed !== undefined) return answering(installed)
  // The fonts are only recommended by the package, but without any a page has no readable text.
  await installDebianPackages(['chromium', 'fonts-liberation'], { what: 'Chromium', ...options })
  const fresh = installedChromium()
  if (fresh === undefined) throw new ProvisionError('the package chromium brought no chromium')
  return answering(fresh)
}

/** Chromium's sandbox refuses to run as root; everywhere else it stays on. */
export function usesChromiumSandbox(): boolean {
  return !isRoot()
}

function installedChromium(): string | undefined {
  const onPath = names.map(findOnPath).find((file) => file !== undefined)
  return onPath ?? elsewhere.find((file) => existsSync(file))
}

async function answering(file: string): Promise<string> {
  const result = await runCommand(file, ['--version'], { quiet: true, timeout: 30_000 })
  if (result.code !== 0) {
    throw new ProvisionError(`${file} --version ended with code ${result.code}: ${result.output}`)
  }
  return file
}
