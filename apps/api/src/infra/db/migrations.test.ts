import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  applyMigrations,
  diffSchema,
  MigrationError,
  pendingMigrations,
} from '@wheelhouse/database/migrate'
import pg from 'pg'
import { readEnvironment } from '../../config.ts'
import { testedDatabases } from '../../test/start-test-api.ts'
import { createEmptyDatabase } from '../../test/test-database.ts'
import { openEmbedded } from './embedded.ts'

type Opened = { connection: pg.PoolConfig; close(): Promise<void> }

/** A database with nothing in it. */
async function open(kind: 'server' | 'embedded'): Promise<Opened> {
  if (kind === 'server') {
    const database = await createEmptyDatabase(readEnvironment().WHEELHOUSE_TEST_DATABASE_URL!)
    return { connection: { connectionString: database.url }, close: () => database.drop() }
  }
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-migrations-'))
  const embedded = await openEmbedded(folder)
  const { host, port } = embedded
  return {
    connection: { host, port, user: 'postgres', database: 'postgres' },
    close: async () => {
      await embedded.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A folder of migrations in Prisma's layout, by name. */
async function writeMigrations(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-sql-'))
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  for (const [name, sql] of Object.entries(files)) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

describe.each(testedDatabases())('migrations on the %s database', (kind) => {
  let database: Opened
  beforeAll(async () => {
    database = await open(kind)
  })
  afterAll(() => database.close())

  async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client(database.connection)
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  const tables = async () =>
    (
      await query<{ name: string }>(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
      )
    ).map((row) => row.name)

  test('that fail in the middle leave nothing, say why, and can be corrected', async () => {
    const wrong = await writeMigrations({
      '20260101000000_good': 'CREATE TABLE "kept" (id int);',
      '20260102000000_bad':
        'CREATE TABLE "half" (id int);\nINSERT INTO "missing" VALUES (1);\nCREATE TABLE "never" (id int);',
    })
    const failed = await applyMigrations(database.connection, wrong).catch(
      (error: unknown) => error,
    )
    expect(failed).toBeInstanceOf(MigrationError)
    expect((failed as Error).message).toContain('20260102000000_bad')
    expect((failed as Error).message).toMatch(/relation "missing" does not exist$/)
    expect(await tables()).toEqual(['_prisma_migrations', 'kept'])

    await writeFile(
      join(wrong, '20260102000000_bad', 'migration.sql'),
      'CREATE TABLE "half" (id int);',
    )
    expect(await applyMigrations(database.connection, wrong)).toEqual(['20260102000000_bad'])
    expect(await tables()).toEqual(['_prisma_migrations', 'half', 'kept'])
    await query('DROP TABLE "kept", "half", "_prisma_migrations"')
    await rm(wrong, { recursive: true })
  })

  test('may hold functions whose bodies have semicolons', async () => {
    const folder = await writeMigrations({
      '20260101000000_trigger': `
        CREATE TABLE "counted" (id int, seen int DEFAULT 0);
        CREATE FUNCTION "count_up"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          -- a comment; with a semicolon
          NEW."seen" := 1; NEW."seen" := NEW."seen" + 1;
          RETURN NEW;
        END $$;
        CREATE TRIGGER "counts" BEFORE INSERT ON "counted" FOR EACH ROW EXECUTE FUNCTION "count_up"();
        INSERT INTO "counted" (id) VALUES (1);`,
    })
    expect(await applyMigrations(database.connection, folder)).toEqual(['20260101000000_trigger'])
    expect(await query('SELECT seen FROM "counted"')).toEqual([{ seen: 2 }])
    await query('DROP TABLE "counted", "_prisma_migrations"; DROP FUNCTION "count_up"')
    await rm(folder, { recursive: true })
  })

  test('lead to the schema of the code, whose difference from them is empty', async () => {
    const sql = await diffSchema(database.connection)
    expect(sql.replace(/^--.*$/gm, '').trim()).toBe('')
    // Whether the engine empties its shadow database is its own affair.
    await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  })

  test('are applied once, by one of several that start together', async () => {
    const pending = await pendingMigrations(database.connection)
    expect(pending.length).toBeGreaterThan(0)
    // The embedded one has a single owner, which alone applies them.
    const starters = kind === 'server' ? 3 : 1
    const together = await Promise.all(
      Array.from({ length: starters }, () => applyMigrations(database.connection)),
    )
    expect(together.flat().toSorted()).toEqual(pending)
    const before = await tables()
    expect(before).toEqual(expect.arrayContaining(['files', 'index_clock', 'projects', 'users']))
    expect(await applyMigrations(database.connection)).toEqual([])
    expect(await pendingMigrations(database.connection)).toEqual([])
    expect(await tables()).toEqual(before)
    expect(await query('SELECT id, serial FROM index_clock')).toEqual([{ id: 1, serial: '0' }])
  })
})
