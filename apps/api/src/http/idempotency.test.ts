import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  createSecret,
  signedIn,
  withToken,
  type Person,
  type TestCaller,
} from '../test/callers.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { buildWheel, publish } from '../test/wheels.ts'

const HOUR = 60 * 60 * 1000
const YANK = '/api/v1/projects/once/releases/1.0/yank'

describe('a request with an Idempotency-Key', () => {
  let api: TestApi
  let owner: Person
  let program: TestCaller
  beforeAll(async () => {
    api = await startTestApi()
    owner = await createPerson(api)
    await publish(api, await createSecret(api, owner), buildWheel('once', '1.0'))
    program = await withToken(api, owner, { actions: ['yank', 'manage', 'read'] })
  })
  afterAll(() => api.close())

  /** For a reason of its own: to yank for the same one again would change nothing. */
  const yank = (key: string, reason = key) =>
    program.ask('PUT', YANK, { reason }, { headers: { 'idempotency-key': key } })
  const yanks = () => api.deps.db.event.count({ where: { kind: 'release-yanked' } })
  const rowOf = (key: string) =>
    api.deps.db.idempotencyKey.findFirst({ where: { userId: owner.userId, key } })
  const sql = (text: string) => api.deps.database.pool.query(text)

  test('of fifty at once is done once; each hears of that one, or that it is under way', async () => {
    const before = await yanks()
    const answers = await Promise.all(Array.from({ length: 50 }, () => yank('at once')))
    const codes = answers.map((answer) =>
      answer.status === 200
        ? (answer.headers['idempotency-replayed'] ?? 'first')
        : answer.json<{ code: string }>().code,
    )
    expect(codes.filter((code) => code === 'first')).toHaveLength(1)
    const known = ['first', 'true', 'request_under_way']
    expect(codes.filter((code) => !known.includes(String(code)))).toEqual([])
    for (const { status, headers } of answers) {
      if (status === 409) expect(headers['retry-after']).toBe('1')
    }
    expect(await yanks()).toBe(before + 1)
    const first = answers.find(({ status }) => status === 200)!
    const again = await yank('at once')
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
  })

  test('whose process is killed before the commit is done by the next one, after a minute', async () => {
    await yank('killed early', 'as it was')
    await yank('between')
    const before = await yanks()
    await sql(`UPDATE idempotency_keys SET status = 0, body = NULL WHERE key = 'killed early'`)
    const soon = await yank('killed early', 'as it was')
    expect([soon.status, soon.json().code]).toEqual([409, 'request_under_way'])
    api.clock.advance(61_000)
    expect((await yank('killed early', 'as it was')).status).toBe(200)
    expect(await yanks()).toBe(before + 1)
  })

  test('whose process is killed behind the commit is not done again', async () => {
    // The answer is refused by the database, as if nobody were there to keep it.
    await sql(`CREATE FUNCTION refuse_answer() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'killed'; END $$`)
    await sql(`CREATE TRIGGER killed BEFORE UPDATE ON idempotency_keys
      FOR EACH ROW WHEN (NEW.status >= 200) EXECUTE FUNCTION refuse_answer()`)
    const before = await yanks()
    expect((await yank('killed late')).status).toBe(200)
    await sql('DROP TRIGGER killed ON idempotency_keys')
    expect(await yanks()).toBe(before + 1)
    expect(await rowOf('killed late')).toMatchObject({ status: 1, body: null })
    // For all that others can know, the answer is on its way.
    expect((await yank('killed late')).json().code).toBe('request_under_way')
    api.clock.advance(61_000)
    const again = await yank('killed late')
    expect([again.status, again.json().code]).toEqual([409, 'answer_lost'])
    expect(await yanks()).toBe(before + 1)
  })

  test('that was so slow that another took its place is taken back', async () => {
    await sql(`CREATE FUNCTION take_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN UPDATE idempotency_keys SET created_at = created_at + interval '1 minute'
        WHERE key = 'slow'; RETURN NEW; END $$`)
    await sql(`CREATE TRIGGER slow BEFORE UPDATE ON releases
      FOR EACH ROW EXECUTE FUNCTION take_place()`)
    const before = await yanks()
    const answer = await yank('slow')
    await sql('DROP TRIGGER slow ON releases')
    expect([answer.status, answer.json().code]).toEqual([409, 'request_under_way'])
    expect(await yanks()).toBe(before)
  })

  test('that was refused is forgotten, also when it failed with a bare 500', async () => {
    await sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'broken'; END $$`)
    await sql(
      `CREATE TRIGGER broken BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION fail()`,
    )
    expect((await yank('failed')).status).toBe(500)
    await sql('DROP TRIGGER broken ON releases')
    expect(await rowOf('failed')).toBeNull()
    expect((await yank('failed')).status).toBe(200)
  })

  test('is remembered for a day, then its row goes', async () => {
    const before = await yanks()
    await yank('a day')
    api.clock.advance(23 * HOUR)
    await api.deps.housekeeping.run()
    expect((await yank('a day')).headers['idempotency-replayed']).toBe('true')
    api.clock.advance(2 * HOUR)
    // Else a second yank would change nothing, and be no event.
    expect((await program.ask('DELETE', YANK)).status).toBe(200)
    // Also before anybody has taken the row away.
    expect((await yank('a day')).headers['idempotency-replayed']).toBeUndefined()
    expect(await yanks()).toBe(before + 2)
    api.clock.advance(25 * HOUR)
    await api.deps.housekeeping.run()
    expect(await api.deps.db.idempotencyKey.count()).toBe(0)
  })
})

describe('calls are counted', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi({ LIMIT_API_CALLS_PER_HOUR: '3' })
  })
  afterAll(() => api.close())

  const PATH = '/api/v1/projects?q=x'
  const left = async (caller: TestCaller) => {
    const { status, headers } = await caller.ask('GET', PATH)
    return [status, headers['ratelimit'], headers['ratelimit-policy']]
  }

  test('for each token and each person apart, and told in every answer; then it is 429', async () => {
    const person = await createPerson(api)
    const token = await withToken(api, person)
    const policy = '"calls";q=3;w=3600'
    expect(await left(token)).toEqual([200, '"calls";r=2;t=3600', policy])
    // A refusal counts and tells too.
    const refused = await token.ask('GET', '/api/v1/tokens')
    expect([refused.status, refused.headers['ratelimit']]).toEqual([
      403,
      expect.stringMatching(/^"calls";r=1;t=3\d{3}$/),
    ])
    expect((await left(token))[1]).toMatch(/^"calls";r=0;t=/)
    const over = await token.ask('GET', PATH)
    expect([over.status, over.json().code]).toEqual([429, 'rate_limited'])
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(3000)
    expect(over.headers['ratelimit']).toMatch(/^"calls";r=0;t=3\d{3}$/)

    expect((await left(await withToken(api, person)))[1]).toMatch(/;r=2;/)
    expect((await left(await signedIn(api, person)))[1]).toMatch(/;r=2;/)
    // Another browser of the same person.
    expect((await left(await signedIn(api, person)))[1]).toMatch(/;r=1;/)
    expect(await left(anonymous(api))).toEqual([200, undefined, undefined])
  })

  test('old counters go', async () => {
    const { db, housekeeping } = api.deps
    await db.rateLimit.create({ data: { key: 'old', points: 1, expire: BigInt(Date.now() - 1) } })
    await housekeeping.run()
    const keys = (await db.rateLimit.findMany()).map(({ key }) => key)
    expect(keys).not.toContain('old')
    expect(keys.length).toBeGreaterThan(0)
  })
})
