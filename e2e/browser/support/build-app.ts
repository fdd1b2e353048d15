import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { repository } from './repository.ts'

/** Names the folder of an embedded database with all tables and no rows. */
export const DATABASE_TEMPLATE = 'WHEELHOUSE_TEST_DATABASE_TEMPLATE'

const SCRIPT = `
const { generateClient } = await import('@wheelhouse/database/generate')
generateClient()
const { buildWeb } = await import('./start/build-web.ts')
await buildWeb()
const { embeddedTemplate } = await import('./test/embedded-template.ts')
process.stdout.write(await embeddedTemplate())
`

/**
 * Makes what `pnpm start` would make: the database client and the web app, each only where its
 * sources are newer; and the database that servers begin with, whose folder the workers inherit as
 * a variable. In a process of its own, because Playwright compiles what it imports itself.
 */
export async function buildApp(): Promise<void> {
  // Without `--input-type`, which workers would inherit and refuse: Node sees that it is a module.
  const command = ['--eval', SCRIPT]
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    cwd: repository('apps/api/src'),
  })
  process.env[DATABASE_TEMPLATE] = stdout.trim().split('\n').at(-1)
}

// Playwright asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default buildApp
