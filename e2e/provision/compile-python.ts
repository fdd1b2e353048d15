import { step } from './progress.ts'
import { inRepository } from './repository.ts'
import { runCommand } from './run-command.ts'

const SCRIPT = `
import { loadRestructuredText } from '@wheelhouse/api/test/restructured-text'
await loadRestructuredText(256)
`

/**
 * Has the library of the API's Python compiled and kept, which its first start does: once here, and
 * not at the same time in each of the tests that come first. Where it fails, they will say so.
 */
export async function compilePython(): Promise<void> {
  const parameters = ['--input-type=module', '--eval', SCRIPT]
  await step('Python for reStructuredText, compiled', () =>
    runCommand(process.execPath, parameters, { cwd: inRepository('e2e'), quiet: true }),
  )
}
