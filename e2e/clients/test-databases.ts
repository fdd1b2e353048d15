import { createTestDatabase } from '@wheelhouse/api/test/databases'
import { placeEmbeddedDatabase } from '@wheelhouse/api/test/embedded-template'

export type TestDatabase = {
  /** Undefined for the embedded database, which lies in the data folder. */
  readonly url: string | undefined
  /** Puts one that lies in the data folder there, before the first start. */
  place?(dataDir: string): Promise<void>
  drop(): Promise<void>
}

export type TestDatabaseKind = {
  readonly name: 'embedded database' | 'PostgreSQL server'
  /** A database with all tables and no rows: that the index makes them is tested by the API. */
  create(): Promise<TestDatabase>
}

export const embeddedDatabase: TestDatabaseKind = {
  name: 'embedded database',
  create: async () => ({ url: undefined, place: placeEmbeddedDatabase, drop: async () => {} }),
}

/** Both kinds of database; the embedded one alone where the tests run without a server. */
export function testDatabases(): TestDatabaseKind[] {
  const url = process.env['WHEELHOUSE_TEST_DATABASE_URL']
  if (url === undefined || url === '') return [embeddedDatabase]
  return [embeddedDatabase, { name: 'PostgreSQL server', create: () => createTestDatabase(url) }]
}

/**
 * One of them, where clients are looked at and not the index: they cannot tell the databases apart. On
 * the server an index, and each command beside it, starts in half the time.
 */
export function oneDatabase(): TestDatabaseKind {
  return testDatabases().at(-1) ?? embeddedDatabase
}
