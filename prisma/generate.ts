import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const here = import.meta.dirname
const stamp = join(here, 'generated', '.made-from')

/**
 * Writes the Prisma client to `prisma/generated`, unless the one there was made from this schema
 * and this Prisma already.
 * @returns whether anything was written.
 * @throws Error with Prisma's own output when it refuses the schema.
 */
export function generateClient(): boolean {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('prisma/package.json')
  const schema = readFileSync(join(here, 'schema.prisma'))
  const madeFrom = createHash('sha256').update(schema).update(readFileSync(manifest)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom) return false

  const run = spawnSync(
    process.execPath,
    [join(dirname(manifest), 'build', 'index.js'), 'generate', '--no-hints'],
    {
      cwd: join(here, '..'),
      encoding: 'utf8',
      // Generating needs no schema engine, yet the command line wants to download one: any
      // existing file satisfies it.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
    },
  )
  if (run.status !== 0) throw new Error(`prisma generate failed:\n${run.stdout}${run.stderr}`)
  writeFileSync(stamp, madeFrom)
  return true
}

if (import.meta.main) generateClient()
