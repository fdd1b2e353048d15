import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** A folder for each, in the order of their names. */
export const MIGRATIONS = join(import.meta.dirname, 'migrations')
const SCHEMA = join(import.meta.dirname, 'schema.prisma')
const NO_FILTER = { externalTables: [], externalEnums: [] }
/** Two nodes that start at once apply one after the other; any number of our own will do. */
const LOCK = 'SELECT pg_advisory_lock(7091401)'

/** A migration that a database refused; nothing of it stayed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

function migrationsList(folder: string) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(join(folder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: readFileSync(join(folder, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  }
}

/**
 * Applies every migration that the database does not have yet, each in one transaction, under an
 * advisory lock.
 * @returns the names of those applied now.
 * @throws MigrationError naming the file and the database's reason; that file left nothing.
 */
export async function applyMigrations(
  connection: pg.PoolConfig,
  folder: string = MIGRATIONS,
): Promise<string[]> {
  if (await isMigrated(connection, folder)) return []
  const { withSchemaEngine } = await import('./schema-engine.ts')
  return withSchemaEngine(connection, LOCK, async (engine, refusal) => {
    const input = { migrationsList: migrationsList(folder), filters: NO_FILTER }
    try {
      const { appliedMigrationNames } = await engine.applyMigrations(input)
      return appliedMigrationNames
    } catch (error) {
      // The file is gone without a trace, so its mark must not block the corrected one.
      const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
        ...input,
        optInToShadowDatabase: false,
      })
      for (const migrationName of failedMigrationNames) {
        await engine.markMigrationRolledBack({ migrationName })
      }
      const reason = refusal()?.message ?? reasonOf(error)
      const which = failedMigrationNames.map((name) => `${name}: `).join('')
      throw new MigrationError(`Migration failed: ${which}${reason}`, { cause: error })
    }
  })
}

/**
 * Whether there is nothing to apply. False where that cannot be told. A start asks this
 * first: the engine takes half a second and much memory.
 */
async function isMigrated(connection: pg.PoolConfig, folder: string): Promise<boolean> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string; finished: boolean }>(
      `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    const applied = new Set(rows.map(({ name }) => name))
    const wanted = migrationsList(folder).migrationDirectories
    return rows.every(({ finished }) => finished) && wanted.every(({ path }) => applied.has(path))
  } catch {
    // No such table, or no way in: the engine says what it is.
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Names of the migrations that `connection` lacks, oldest first. */
export async function pendingMigrations(
  connection: pg.PoolConfig,
  folder: string = MIGRATIONS,
): Promise<string[]> {
  const { withSchemaEngine } = await import('./schema-engine.ts')
  return withSchemaEngine(connection, 'SELECT 1', async (engine) => {
    const { history } = await engine.diagnoseMigrationHistory({
      migrationsList: migrationsList(folder),
      filters: NO_FILTER,
      optInToShadowDatabase: false,
    })
    return history !== null && 'unappliedMigrationNames' in history
      ? history.unappliedMigrationNames
      : []
  })
}

/**
 * SQL that leads from the migrations to `schema.prisma`: the draft of the next migration, empty
 * where they agree. `shadow` must be an empty database, which is written to.
 */
export async function diffSchema(shadow: pg.PoolConfig): Promise<string> {
  const { withSchemaEngine } = await import('./schema-engine.ts')
  return withSchemaEngine(shadow, 'SELECT 1', async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationsList(MIGRATIONS) },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }],
      },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    })
    return stdout ?? ''
  })
}

/** The engine's message on one line: it comes as JSON, or as lines of a trace after the first. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  try {
    const { message } = JSON.parse(error.message) as { message?: string }
    return message ?? error.message
  } catch {
    return error.message.split('\n', 1)[0]!
  }
}
