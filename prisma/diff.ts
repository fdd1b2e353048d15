import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { diffSchema, MIGRATIONS } from './migrate.ts'

/** SQL from the migrations to the schema, by an embedded shadow database; empty where they agree. */
async function draftMigration(): Promise<string> {
  const db = await PGlite.create({ extensions: { pg_trgm } })
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 })
  await server.start()
  try {
    const port = Number(server.getServerConn().split(':').at(-1))
    return await diffSchema({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
    })
  } finally {
    await server.stop()
    await db.close()
  }
}

/** `pnpm diff` prints the draft of the next migration, `pnpm diff NAME` puts it where it belongs. */
async function main([name]: string[]): Promise<void> {
  if (name !== undefined && !/^[a-z][a-z0-9_]*$/.test(name)) {
    fail(`A migration has a name such as known_browsers: small letters, digits and _, not ${name}`)
    return
  }
  const sql = await draftMigration()
  if (name === undefined) {
    process.stdout.write(sql)
    return
  }
  // Where nothing is to be done the engine says so in a comment.
  if (sql.replaceAll(/^--.*$/gm, '').trim() === '') {
    fail('The migrations lead to prisma/schema.prisma already: there is nothing to write')
    return
  }
  const time = new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')
  const folder = join(MIGRATIONS, `${time}_${name}`)
  await mkdir(folder)
  const file = join(folder, 'migration.sql')
  await writeFile(file, sql)
  process.stdout.write(
    `${sql}\nWritten to ${relative(process.cwd(), file)}: read it, it is a draft.\n`,
  )
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

await main(process.argv.slice(2))
