import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readEnvironment } from '../../config.ts'
import { createPerson, createSecret } from '../../test/callers.ts'
import { send, type Answer } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { HTML_TYPE, JSON_TYPE } from './negotiate.ts'
import { NEGOTIATIONS, printNegotiations, TEXT_TYPE } from './negotiation-table.ts'

const NAME = 'sample-project'
const PAGE = `/simple/${NAME}/`
const PRINTED = join(import.meta.dirname, '../../../../../docs/NEGOTIATION.md')

let api: TestApi
let secret: string
beforeAll(async () => {
  api = await startTestApi()
  secret = await createSecret(api, await createPerson(api))
  for (let n = 0; n < 5; n += 1) {
    await publish(api, secret, buildWheel('Sample.Project', `1.${n}`))
  }
})
afterAll(() => api.close())

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path, headers, method })

/** Until the page is in memory with its compressed forms. */
async function warm(): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const { headers } = await get(PAGE, { 'accept-encoding': 'zstd' })
    if (headers['content-encoding'] === 'zstd') return
    await sleep(20)
  }
  throw new Error('the page was not compressed')
}

/** The page when it is not in memory; compressed forms of the last read can come in between. */
async function getCold(path: string, headers: Record<string, string>, method: string) {
  for (let round = 0; round < 20; round += 1) {
    api.deps.pages.forgetAll()
    const answer = await get(path, headers, method)
    if ('x-request-id' in answer.headers) return answer
  }
  throw new Error('always in memory')
}

/** The ways to a page; Express gives its answers a request id, the path before it does not. */
const WAYS = {
  root: { path: '/simple/', ask: get, isExpress: true },
  'detail, in memory': { path: PAGE, ask: get, isExpress: false },
  'detail, not in memory': { path: PAGE, ask: getCold, isExpress: true },
} as const

describe('the form of a page', () => {
  const measured: Record<string, string[]> = {}

  test.each(Object.entries(WAYS))(
    'is as the table says: %s',
    async (way, { path, ask, isExpress }) => {
      measured[way] = []
      await warm()
      for (const { accept, expected, why } of NEGOTIATIONS) {
        const headers: Record<string, string> = accept === undefined ? {} : { accept }
        const answers: Answer[] = []
        for (const method of ['GET', 'HEAD']) {
          answers.push(await ask(path, headers, method))
        }
        const [body, head] = answers as [Answer, Answer]
        for (const answer of answers) {
          expect([why, answer.status, answer.headers['content-type']]).toEqual([why, 200, expected])
          expect(answer.headers.vary).toBe('Accept, Accept-Encoding')
          expect('x-request-id' in answer.headers).toBe(isExpress)
        }
        expect(head.headers.etag).toBe(body.headers.etag)
        expect(head.headers['content-length']).toBe(String(body.bytes.length))
        expect(body.text.startsWith(expected === JSON_TYPE ? '{' : '<!DOCTYPE html>')).toBe(true)
        const statuses = answers.map(({ status }) => status).join(' ')
        measured[way].push(`${statuses} ${body.headers['content-type']}`)
      }
      expect(measured[way]).toHaveLength(NEGOTIATIONS.length)
    },
  )

  test('stands in the documentation as it was measured', () => {
    const text = printNegotiations(measured)
    if (readEnvironment().WHEELHOUSE_PRINT_DOCS === 'true') writeFileSync(PRINTED, text)
    expect(readFileSync(PRINTED, 'utf8')).toBe(text)
  })

  test.each([
    [`?format=${JSON_TYPE}`, JSON_TYPE],
    [`?format=${JSON_TYPE.replace('+', '%2B')}`, JSON_TYPE],
    [`?format=${HTML_TYPE}`, HTML_TYPE],
    ['?format=application/vnd.pypi.simple.latest+json', JSON_TYPE],
    ['?format=text/html', TEXT_TYPE],
    ['?format=nonsense', TEXT_TYPE],
    ['?format=__proto__', TEXT_TYPE],
    ['?format=a&format=b', TEXT_TYPE],
    ['?format=', TEXT_TYPE],
    ['?x=1', TEXT_TYPE],
  ])('with the query %s is %s, root and detail, GET and HEAD', async (query, type) => {
    for (const path of ['/simple/', PAGE]) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await get(path + query, {}, method)
        expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, type])
      }
    }
    // It wins over the header.
    const against = await get(PAGE + query, {
      accept: type === JSON_TYPE ? 'text/html' : JSON_TYPE,
    })
    const isKnown = /v1|latest|text/.test(query)
    expect(against.headers['content-type']).toBe(isKnown ? type : JSON_TYPE)
  })
})

describe('the tag of a page', () => {
  const CODINGS = ['identity', 'gzip', 'br', 'zstd']

  test.each(['/simple/', PAGE])('%s: is another for each form and coding', async (path) => {
    await warm()
    const variants = ['text/html', JSON_TYPE].flatMap((accept) =>
      CODINGS.map((coding) => ({ accept, 'accept-encoding': coding })),
    )
    const tags = await Promise.all(
      variants.map(async (headers) => (await get(path, headers)).headers.etag!),
    )
    expect(new Set(tags).size).toBe(variants.length)
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]{27}"$/)
    for (const [index, headers] of variants.entries()) {
      for (const method of ['GET', 'HEAD']) {
        const answers = await Promise.all(
          tags.map((tag) => get(path, { ...headers, 'if-none-match': tag }, method)),
        )
        // 304 to its own tag, 200 to that of each other variant.
        expect(answers.map(({ status }) => status)).toEqual(
          tags.map((_, other) => (other === index ? 304 : 200)),
        )
      }
      const own = tags[index]!
      const others = tags.filter((tag) => tag !== own)
      for (const [list, status] of [
        [`W/${own}`, 304],
        ['*', 304],
        [[...others, own].join(', '), 304],
        [`${others.join(',')},W/${own}`, 304],
        [others.join(', '), 200],
        [others.map((tag) => `W/${tag}`).join(', '), 200],
        [own.slice(1, -1), 200],
        ['""', 200],
        ['', 200],
      ] as const) {
        const answer = await get(path, { ...headers, 'if-none-match': list })
        expect([list, answer.status]).toEqual([list, status])
        if (status === 304) {
          expect(answer.bytes.length).toBe(0)
          expect(answer.headers).toMatchObject({ etag: own, vary: 'Accept, Accept-Encoding' })
        }
      }
    }
  })
})

describe('conditional requests while the index changes', () => {
  const WRITERS = 4
  /** Uploads of each writer; 500 in all take half a minute. */
  const ROUNDS = Number(readEnvironment().WHEELHOUSE_TEST_CONDITIONAL_ROUNDS ?? 25)
  const VARIANTS = [
    { accept: 'text/html', 'accept-encoding': 'identity' },
    { accept: JSON_TYPE, 'accept-encoding': 'gzip' },
    { accept: JSON_TYPE, 'accept-encoding': 'zstd' },
  ]

  /** What is wrong with what one reader is told, while one writer changes one project. */
  async function race(name: string): Promise<{ faults: string[]; kept: number; changed: number }> {
    const path = `/simple/${name}/`
    const faults: string[] = []
    const bodies = new Map<string, string>()
    let newest = 0
    let isWriting = true
    let kept = 0
    let changed = 0
    const serialIn = async () =>
      Number(
        (await api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: name } })).serial,
      )
    const read = async (headers: Record<string, string>): Promise<void> => {
      let tag = '"none"'
      let serial = 0
      while (isWriting) {
        const least = newest
        const answer = await get(path, { ...headers, 'if-none-match': tag })
        const told = Number(answer.headers['x-pypi-last-serial'])
        if (answer.status === 304) {
          kept += 1
          // The page that the client has must be no older than what was acknowledged before it asked.
          if (serial < least) faults.push(`304 for ${serial}, ${least} was there`)
          if (told !== serial) faults.push(`304 says ${told} about ${serial}`)
        } else {
          changed += 1
          if (told < least) faults.push(`200 with ${told}, ${least} was there`)
          if (told < serial) faults.push(`200 with ${told} after ${serial}`)
          tag = answer.headers.etag!
          serial = told
          const body = answer.bytes.toString('base64')
          if ((bodies.get(tag) ?? body) !== body) faults.push(`two pages with the tag ${tag}`)
          bodies.set(tag, body)
        }
      }
    }
    await publish(api, secret, buildWheel(name, '1.0'))
    newest = await serialIn()
    const readers = VARIANTS.map(read)
    for (let round = 0; round < ROUNDS; round += 1) {
      await publish(api, secret, buildWheel(name, `2.${round}`))
      newest = await serialIn()
    }
    isWriting = false
    await Promise.all(readers)
    return { faults, kept, changed }
  }

  test('are never told that an old page is the newest', async () => {
    const names = Array.from({ length: WRITERS }, (_, n) => `raced-${n}`)
    const results = await Promise.all(names.map(race))
    expect(results.flatMap(({ faults }) => faults)).toEqual([])
    // Both answers came, or nothing was shown.
    for (const { kept, changed } of results) {
      expect(kept).toBeGreaterThan(0)
      expect(changed).toBeGreaterThan(3)
    }
  })
})
