import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts'

let folder: string
let embedded: EmbeddedDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-embedded-'))
  embedded = await openEmbedded(folder)
}, 60_000)
afterAll(async () => {
  await embedded.close()
  await rm(folder, { recursive: true, force: true })
})

const connect = async () => {
  const { host, port } = embedded
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await client.connect()
  return client
}

/** The messages of a query as `pg` sends them. */
type Connection = {
  parse(query: { text: string; name: string; types: [] }): void
  bind(config: { values: string[] }): void
  execute(config: object): void
  sync(): void
}

/** A query whose packets come in two pieces, as large ones do; its outcome is a value or an error's text. */
function queryInPieces(text: string, values: string[]) {
  const { promise, resolve } = Promise.withResolvers<string>()
  let used: Connection
  return {
    outcome: promise,
    submit: (connection: unknown) => {
      used = connection as Connection
      used.parse({ text, name: '', types: [] })
      used.bind({ values })
    },
    sendRest: () => {
      used.execute({})
      used.sync()
    },
    handleRowDescription: () => {},
    handleDataRow: ({ fields }: { fields: Buffer[] }) => resolve(String(fields[0])),
    handleCommandComplete: () => {},
    handleReadyForQuery: () => {},
    handleError: (error: Error) => resolve(error.message),
  }
}

describe('the embedded database', () => {
  test('lets no other connection in between the messages of one query', async () => {
    const [slow, other] = await Promise.all([connect(), connect()])
    const query = queryInPieces('SELECT $1::text', ['mine'])
    slow.query(query)
    await sleep(50)
    const meanwhile = other.query<{ text: string }>('SELECT $1::text AS text', ['the other'])
    await sleep(50)
    query.sendRest()
    expect(await query.outcome).toBe('mine')
    expect((await meanwhile).rows).toEqual([{ text: 'the other' }])
    await Promise.all([slow.end(), other.end()])
  }, 30_000)

  test('goes on when a connection dies in the middle of a query and of a transaction', async () => {
    const [dying, other] = await Promise.all([connect(), connect()])
    dying.on('error', () => {})
    await dying.query('BEGIN')
    await dying.query('CREATE TABLE left_behind (id int)')
    const { stream } = (
      dying as unknown as { connection: { stream: NodeJS.WritableStream & { destroy(): void } } }
    ).connection
    // A Parse message without the Bind, Execute and Sync that belong to it.
    const text = Buffer.from('\0SELECT 1\0\0\0', 'latin1')
    const parse = Buffer.alloc(5)
    parse.write('P', 'latin1')
    parse.writeInt32BE(text.length + 4, 1)
    stream.write(Buffer.concat([parse, text]))
    await sleep(50)
    stream.destroy()
    const { rows } = await other.query("SELECT to_regclass('left_behind') AS name")
    expect(rows).toEqual([{ name: null }])
    await other.end()
  }, 30_000)

  test('is served by one process: the next one that opens it is let in by the socket', async () => {
    const second = await openEmbedded(folder)
    expect(second).toMatchObject({ owned: false, host: embedded.host })
  })
})
