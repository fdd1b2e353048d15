import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createPerson,
  signedIn,
  withToken,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { toCell } from './export-events.ts'
import { recordEvent, userActor } from './record-event.ts'

type Page = { items: { id: string; kind: string; at: string }[]; nextCursor: string | null }
const CSV = '/api/v1/account/events.csv'

let api: TestApi
let person: Person
let caller: TestCaller
beforeAll(async () => {
  api = await startTestApi()
  person = await createPerson(api)
  caller = await signedIn(api, person)
  await createEvents(person, 1_203)
})
afterAll(() => api.close())

/** Many events, several of them within each millisecond. */
async function createEvents({ userId, username }: Person, count: number): Promise<void> {
  const start = Date.parse('2026-01-01T00:00:00.000Z')
  await api.deps.db.event.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      kind: n % 3 === 0 ? 'token-created' : 'signed-in',
      actorKind: 'user' as const,
      actorId: userId,
      actorName: username,
      userId,
      details: { token: n === 0 ? '=HYPERLINK("http://evil","x")' : `t${n}` },
      createdAt: new Date(start + Math.floor(n / 7)),
    })),
  })
}

async function walk(query: string): Promise<Page['items']> {
  const items: Page['items'] = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`
    const answer = await caller.ask('GET', `/api/v1/account/events?${query}${next}`)
    expect(answer.status).toBe(200)
    const page = answer.json() as Page
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

describe('the history', () => {
  test('is walked by pages: each event once, newest first, whatever is added meanwhile', async () => {
    const first = (await caller.ask('GET', '/api/v1/account/events?limit=100')).json() as Page
    await withTransaction(api.deps.db, (tx) =>
      recordEvent(tx, {
        kind: 'signed-out',
        actor: userActor({ id: person.userId, username: person.username }),
        at: api.deps.clock.now(),
        userId: person.userId,
      }),
    )
    const second = (
      await caller.ask('GET', `/api/v1/account/events?limit=100&cursor=${first.nextCursor}`)
    ).json() as Page
    const ids = new Set([...first.items, ...second.items].map((event) => event.id))
    expect(ids.size).toBe(200)
    const all = await walk('limit=100')
    expect(new Set(all.map((event) => event.id)).size).toBe(1_204)
    expect(all.map((event) => event.at)).toEqual(
      all
        .map((event) => event.at)
        .toSorted()
        .toReversed(),
    )
  })

  test('is narrowed by group and by days, both included', async () => {
    expect(await walk('limit=100&group=token')).toHaveLength(401)
    expect(await walk('limit=100&group=email')).toEqual([])
    expect(await walk('limit=100&since=2026-01-01&until=2026-01-01')).toHaveLength(1_203)
    expect(await walk('limit=100&until=2025-12-31')).toEqual([])
  })

  test('holds nobody else’s events', async () => {
    const other = await signedIn(api, await createPerson(api))
    expect((await other.ask('GET', '/api/v1/account/events')).json()).toEqual({
      items: [],
      nextCursor: null,
    })
    expect((await other.ask('GET', CSV)).text.trim().split('\r\n')).toHaveLength(1)
  })

  test('says which browser and whether it was here, and keeps no address', async () => {
    const fresh = await createPerson(api)
    const here = await signedIn(api, fresh)
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
    await here.ask('PATCH', '/api/v1/account', { name: 'Jo' }, { headers })
    const answer = await here.ask('GET', '/api/v1/account/events')
    expect(answer.json()).toMatchObject({
      items: [
        {
          kind: 'profile-changed',
          actor: fresh.username,
          device: { browser: 'Firefox', system: 'Linux' },
          sameNetwork: true,
        },
      ],
    })
    expect(answer.text).not.toContain('127.0.0.1')
  })

  test.each(['x', 'bm90IG91cnM', Buffer.from('1 2').toString('base64url')])(
    'does not take %s for a cursor',
    async (cursor) => {
      const answer = await caller.ask('GET', `/api/v1/account/events?cursor=${cursor}`)
      expect([answer.status, answer.json()]).toMatchObject([400, { code: 'malformed_request' }])
    },
  )
})

describe('the file', () => {
  test('has every event on a line of its own, and no cell is a formula', async () => {
    const answer = await caller.ask('GET', `${CSV}?group=token`)
    expect(answer.headers['content-type']).toMatch(/^text\/csv/)
    expect(answer.headers['content-disposition']).toMatch(/^attachment/)
    expect(answer.headers['cache-control']).toBe('no-store')
    const rows = answer.text.trimEnd().split('\r\n')
    expect(rows).toHaveLength(402)
    expect(answer.text).toContain('token: =HYPERLINK(""http://evil"",""x"")')
    expect(answer.text).not.toMatch(/(^|,)"[=+\-@]/m)
    expect((await caller.ask('GET', CSV)).text.trimEnd().split('\r\n').length).toBeGreaterThan(
      1_203,
    )
  })

  test.each(['=1+1', '+1', '-1', '@x', '\tx', '|x'])('neutralises %j', (text) => {
    expect(toCell(text)).toBe(`"'${text}"`)
  })

  test('is for signed-in people only, and refuses a filter that is none', async () => {
    const token = await withToken(api, person)
    expect((await token.ask('GET', CSV)).status).toBe(403)
    const bare = await caller.ask('GET', CSV, undefined, { headers: { cookie: '' } })
    expect(bare.status).toBe(401)
    expect((await caller.ask('GET', `${CSV}?group=nonsense`)).status).toBe(422)
  })
})
