import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { repository } from './repository.ts'

const SCRIPT = `
const { generateClient } = await import('@wheelhouse/database/generate')
generateClient()
const { buildWeb } = await import('./start/build-web.ts')
await buildWeb()
`

/**
 * Makes what `pnpm start` would make: the database client and the web app, each only where its
 * sources are newer. In a process of its own, because Playwright compiles what it imports itself.
 */
export async function buildApp(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    cwd: repository('apps/api/src'),
  })
}

// Playwright asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default buildApp
