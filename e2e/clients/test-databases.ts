import { randomBytes } from 'node:crypto'
import pg from 'pg'

export type TestDatabase = {
  /** Undefined for the embedded database, which lies in the data folder. */
  readonly url: string | undefined
  drop(): Promise<void>
}

export type TestDatabaseKind = {
  readonly name: 'embedded database' | 'PostgreSQL server'
  /** An empty database; the index brings its own tables. */
  create(): Promise<TestDatabase>
}

export const embeddedDatabase: TestDatabaseKind = {
  name: 'embedded database',
  create: async () => ({ url: undefined, drop: async () => {} }),
}

/** Both kinds of database; the embedded one alone where the tests run without a server. */
export function testDatabases(): TestDatabaseKind[] {
  const url = process.env['WHEELHOUSE_TEST_DATABASE_URL']
  if (url === undefined || url === '') return [embeddedDatabase]
  return [embeddedDatabase, { name: 'PostgreSQL server', create: () => createOnServer(url) }]
}

async function createOnServer(serverUrl: string): Promise<TestDatabase> {
  const name = `wheelhouse_clients_${randomBytes(6).toString('hex')}`
  await execute(serverUrl, `CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
