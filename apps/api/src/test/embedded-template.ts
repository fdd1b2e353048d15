import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyMigrations } from '@wheelhouse/database/migrate'
import { openEmbedded } from '../infra/db/embedded.ts'
import { takeFileLock } from '../infra/file-lock.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const CACHE = join(ROOT, 'node_modules/.cache/wheelhouse-embedded')
const WAIT_MS = 120_000

/**
 * Gives a data folder the embedded database as it is after all migrations: to copy it takes a
 * fraction of what making it does. Tests of making one go without.
 */
export async function placeEmbeddedDatabase(dataDir: string): Promise<void> {
  await cp(await embeddedTemplate(), join(dataDir, 'db'), { recursive: true })
}

/**
 * The folder of such a database, made once for each state of the migrations and the dependencies. Of
 * all processes that want it at once, one makes it.
 */
export async function embeddedTemplate(): Promise<string> {
  const template = join(CACHE, await stateOfSources())
  if (existsSync(template)) return template
  await mkdir(CACHE, { recursive: true })
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await sleep(100)) {
    const lock = await takeFileLock(join(CACHE, 'lock'))
    if (lock === undefined) continue
    try {
      if (!existsSync(template)) await make(template)
      return template
    } finally {
      await lock.release()
    }
  }
  throw new Error(`${template} was not made within two minutes`)
}

/** Whole or not at all; what earlier states left goes. */
async function make(template: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    if (name !== 'lock') await rm(join(CACHE, name), { recursive: true })
  }
  const making = join(CACHE, 'making')
  const embedded = await openEmbedded(making)
  try {
    const { host, port } = embedded
    await applyMigrations({ host, port, user: 'postgres', database: 'postgres' })
  } finally {
    await embedded.close()
  }
  await rename(join(making, 'db'), template)
  await rm(making, { recursive: true })
}

async function stateOfSources(): Promise<string> {
  const migrations = join(ROOT, 'prisma/migrations')
  const files = (await readdir(migrations, { recursive: true }))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => join(migrations, name))
  const hash = createHash('sha256')
  for (const file of [join(ROOT, 'pnpm-lock.yaml'), ...files.toSorted()]) {
    hash
      .update(file.slice(ROOT.length))
      .update('\0')
      .update(await readFile(file))
  }
  return hash.digest('hex').slice(0, 16)
}
