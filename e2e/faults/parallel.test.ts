import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, readPage, upload, type Answer } from './upload.ts'

const ROUNDS = Number(process.env['WHEELHOUSE_TEST_ROUNDS'] ?? 20)
const BALLAST = 2_000
/** What another process may take to hear of an upload, on a busy machine. */
const FRESH_MS = 10_000

/** How often each status was answered; 0 stands for no answer. */
function tally(answers: readonly (Answer | undefined)[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const answer of answers) counts[answer?.status ?? 0] = (counts[answer?.status ?? 0] ?? 0) + 1
  return counts
}

// The embedded database belongs to one process; two share a server.
describe.each(testDatabases())('on the $name', (kind) => {
  let database: TestDatabase
  let site: Site
  let nodes: Node[]

  beforeAll(async () => {
    database = await kind.create()
    site = await makeSite(database)
    nodes = [await site.start()]
    if (database.url !== undefined) nodes.push(await site.start())
  }, 180_000)
  afterAll(() => site.close(), 60_000)

  const origin = (index: number) => nodes[index % nodes.length]!.origin
  const sendAll = (files: readonly Distribution[], tokens = [site.tokens[0]]) =>
    Promise.all(
      files.map((file, index) => upload(origin(index), tokens[index % tokens.length]!, file)),
    )
  const query = async <Row extends object>(statement: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: database.url! })
    await client.connect()
    try {
      return (await client.query<Row>(statement)).rows
    } finally {
      await client.end()
    }
  }

  test('50 equal uploads are one file', async () => {
    const file = makeDistribution('wheel', 'equal', '1.0', BALLAST)
    expect(tally(await sendAll(Array.from({ length: 50 }, () => file)))).toEqual({ 200: 50 })
    for (const { origin: one } of nodes) {
      expect(await findVisibleFault(one, file, 'present')).toBeUndefined()
    }
    expect((await readPage(origin(0), 'equal'))!.files).toHaveLength(1)
  }, 120_000)

  test('of 50 different contents under one name one is taken', async () => {
    const files = Array.from({ length: 50 }, () =>
      makeDistribution('wheel', 'different', '1.0', BALLAST),
    )
    const answers = await sendAll(files)
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 })
    const taken = files[answers.findIndex((answer) => answer?.status === 200)]!
    expect(await findVisibleFault(origin(1), taken, 'present')).toBeUndefined()
    const reasons = new Set(answers.map((answer) => answer!.reason).filter((text) => text !== 'OK'))
    for (const reason of reasons) expect(reason).toMatch(/^File already exists/)
  }, 120_000)

  test(`a new name belongs to one of two who upload it at once, ${ROUNDS} times`, async () => {
    const outcomes: Record<number, number>[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      // Two spellings of one name, each by a person of their own on a process of its own.
      const files = [
        makeDistribution('wheel', `New.Name-${round}`, '1.0', BALLAST),
        makeDistribution('wheel', `new_name_${round}`, '1.1', BALLAST),
      ]
      const order = round % 2 === 0 ? files : files.toReversed()
      outcomes.push(tally(await sendAll(order, [...site.tokens])))
      expect((await readPage(origin(round), `new-name-${round}`))!.files).toHaveLength(1)
    }
    const losers = outcomes.map(({ 200: taken, ...others }) => [taken, Object.keys(others)])
    for (const loser of losers) expect(loser).toEqual([1, [expect.stringMatching(/^(400|403)$/)]])
  }, 600_000)

  test('20 uploads at once: serials rise in the order of commits, on every process', async () => {
    const files = Array.from({ length: 20 }, (_, index) =>
      makeDistribution('wheel', 'many', `1.${index}`, BALLAST),
    )
    const uploads = sendAll(files)
    let running = true
    const finished = uploads.finally(() => {
      running = false
    })
    const seen: number[][] = nodes.map(() => [])
    while (running) {
      for (const [index, { origin: one }] of nodes.entries()) {
        seen[index]!.push((await readPage(one, 'many'))?.serial ?? 0)
      }
      await sleep(5)
    }
    expect(tally(await finished)).toEqual({ 200: 20 })
    for (const serials of seen) expect(serials).toEqual(serials.toSorted((a, b) => a - b))
    const listed = async () =>
      (await readPage(origin(0), 'many'))!.files.map(({ filename }) => filename)
    // What another process took is heard of a moment later.
    const deadline = Date.now() + FRESH_MS
    while ((await listed()).length < files.length && Date.now() < deadline) await sleep(20)
    expect(await listed()).toEqual(files.map(({ filename }) => filename))
  }, 120_000)

  test('all of that left nothing wrong', async () => {
    expect((await site.fsck('--deep')).findings).toEqual([])
    for (const node of nodes) {
      expect(
        node
          .output()
          .split('\n')
          .filter((line) => line.includes('"status":500')),
      ).toEqual([])
    }
  }, 60_000)

  if (kind.name === 'PostgreSQL server') {
    test('who reads the journal up to a serial has missed nothing', async () => {
      const files = Array.from({ length: 20 }, (_, index) =>
        makeDistribution('sdist', `read-${index}`, '1.0', BALLAST),
      )
      const uploads = sendAll(files)
      let running = true
      const finished = uploads.finally(() => {
        running = false
      })
      const read: number[] = []
      while (running) {
        const rows = await query<{ serial: string }>(
          `SELECT serial FROM journal WHERE serial > ${read.at(-1) ?? 0} ORDER BY serial`,
        )
        read.push(...rows.map(({ serial }) => Number(serial)))
      }
      await finished
      const all = await query<{ serial: string }>('SELECT serial FROM journal ORDER BY serial')
      const serials = all.map(({ serial }) => Number(serial))
      expect(read).toEqual(serials.slice(0, read.length))
      expect(serials).toEqual(serials.map((_, index) => index + 1))
    }, 120_000)

    test('no deadlock happened', async () => {
      const rows = await query<{ deadlocks: string }>(
        'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
      )
      expect(rows).toEqual([{ deadlocks: '0' }])
    }, 60_000)
  }
})
