import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

describe('the embedded database', () => {
  test('gives every connection the answer to its own query, whatever the others send meanwhile', async () => {
    const clients = await Promise.all(Array.from({ length: 12 }, connect))
    const wrong: string[] = []
    await Promise.all(
      clients.map(async (client, number) => {
        for (let round = 0; round < 40; round += 1) {
          // Long enough to arrive in several pieces.
          const sent = `${number}-${round}-${'x'.repeat(round % 2 === 0 ? 10 : 100_000)}`
          const statement = `SELECT $1::text AS text, ${number} AS number`
          const { rows } = await client.query<{ text: string; number: number }>(statement, [sent])
          if (rows[0]?.text !== sent || rows[0].number !== number) wrong.push(sent.slice(0, 10))
        }
      }),
    )
    expect(wrong).toEqual([])
    await Promise.all(clients.map((client) => client.end()))
  }, 60_000)

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
    await new Promise((resolve) => setTimeout(resolve, 50))
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
