import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createPerson,
  signedIn,
  withToken,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { openSocket, type Answer } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildSdist, buildWheel, type Distribution } from '../../test/wheels.ts'

let api: TestApi
let person: Person
let browser: TestCaller

beforeAll(async () => {
  api = await startTestApi({ MAX_FILE_SIZE: '1MiB' })
  person = await createPerson(api)
  browser = await signedIn(api, person)
})
afterAll(() => api.close())

type Sent = Pick<Distribution, 'filename' | 'bytes'>

const ask = (
  caller: TestCaller,
  path: string,
  { filename, bytes }: Sent,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  caller.ask('POST', `${path}?filename=${encodeURIComponent(filename)}`, undefined, {
    body: bytes,
    headers: { 'content-type': 'application/octet-stream', ...headers },
  })
const upload = (caller: TestCaller, file: Sent) => ask(caller, '/api/v1/uploads', file)
const check = (caller: TestCaller, file: Sent) => ask(caller, '/api/v1/uploads/check', file)

/** Everything that lies in the storage, uploads under way included. */
async function stored(): Promise<string[]> {
  const entries = await readdir(join(api.deps.config.DATA_DIR, 'files'), {
    recursive: true,
    withFileTypes: true,
  })
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

/** @throws Error when it does not come true within five seconds. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await isTrue());) {
    if (Date.now() > end) throw new Error('it did not come true')
    await sleep(20)
  }
}

const projects = () => api.deps.db.project.count()

describe('an upload from a browser', () => {
  test('is what pip reads at once, with an event in the name of the person', async () => {
    const file = buildWheel('web-lamp', '1.0', { summary: 'Shines' })
    const answer = await upload(browser, file)
    expect([answer.status, answer.json()]).toEqual([
      201,
      { project: 'web-lamp', version: '1.0', filename: file.filename, outcome: 'stored' },
    ])
    const page = await browser.ask('GET', '/simple/web-lamp/')
    expect(page.text).toContain(`>${file.filename}</a>`)
    const event = await api.deps.db.event.findFirstOrThrow({ where: { kind: 'file-uploaded' } })
    expect(event).toMatchObject({ actorKind: 'user', actorId: person.userId })
    expect(event.addressHash).not.toBeNull()
  })

  test('keeps nothing of a refused file, on disk or in the database', async () => {
    const before = [await stored(), await projects()]
    const broken = { filename: 'web_broken-1.0-py3-none-any.whl', bytes: Buffer.from('no archive') }
    const answer = await upload(browser, broken)
    expect(answer.json()).toMatchObject({ code: 'upload_refused', reason: 'zip-not-a-zip' })
    expect([await stored(), await projects()]).toEqual(before)
  })

  test('goes to the project of its own metadata only', async () => {
    const inner = buildWheel('web-inner', '1.0')
    const outer = { ...inner, filename: 'web_outer-1.0-py3-none-any.whl' }
    const answer = await upload(browser, outer)
    expect([answer.status, answer.json().code]).toEqual([400, 'upload_refused'])
    expect(
      await api.deps.db.project.count({
        where: { normalizedName: { in: ['web-inner', 'web-outer'] } },
      }),
    ).toBe(0)
  })

  test('ends without a trace when the sender goes away', async () => {
    const before = await stored()
    const raw = await openSocket(api.origin)
    const { host } = new URL(api.deps.config.PUBLIC_URL)
    raw.socket.write(
      [
        'POST /api/v1/uploads?filename=web_cut-1.0-py3-none-any.whl HTTP/1.1',
        `Host: ${host}`,
        `Origin: ${new URL(api.deps.config.PUBLIC_URL).origin}`,
        `Cookie: ${browser.headers.cookie}`,
        'Content-Type: application/octet-stream',
        'Content-Length: 500000',
        '',
        'x'.repeat(100_000),
      ].join('\r\n'),
    )
    await until(async () => (await stored()).length > before.length)
    raw.socket.destroy()
    await until(async () => (await stored()).length === before.length)
    expect(await stored()).toEqual(before)
    expect(await api.deps.metrics.print()).toMatchObject({
      text: expect.stringContaining('wheelhouse_upload_refused_total{reason="aborted"} 1'),
    })
  })

  test('needs the second factor where the index asks for one', async () => {
    const strict = await startTestApi({ REQUIRE_TWO_FACTOR: 'true' })
    try {
      const caller = await signedIn(strict, await createPerson(strict))
      const answer = await upload(caller, buildWheel('web-strict', '1.0'))
      expect([answer.status, answer.json().reason]).toEqual([403, 'two-factor-required'])
    } finally {
      await strict.close()
    }
  })

  test('is off where the operator takes none, and the check says so', async () => {
    const closed = await startTestApi({ ALLOW_UPLOADS: 'false' })
    try {
      const caller = await signedIn(closed, await createPerson(closed))
      const file = buildWheel('web-closed', '1.0')
      const answer = await upload(caller, file)
      expect([answer.status, answer.json().reason]).toEqual([403, 'uploads-off'])
      expect((await check(caller, file)).json()).toMatchObject({ ok: false, reason: 'uploads-off' })
    } finally {
      await closed.close()
    }
  })
})

describe('the limit of a file', () => {
  const LIMIT = 2 ** 20

  /** Begins to send a file; what is not written is never sent. */
  async function begin(path: string, ...headers: string[]) {
    const { host, origin } = new URL(api.deps.config.PUBLIC_URL)
    const raw = await openSocket(api.origin)
    const head = [
      `POST ${path}?filename=web_large-1.0-py3-none-any.whl HTTP/1.1`,
      `Host: ${host}`,
      `Origin: ${origin}`,
      `Cookie: ${browser.headers.cookie}`,
      'Content-Type: application/octet-stream',
      ...headers,
    ]
    raw.socket.write(`${head.join('\r\n')}\r\n\r\n`)
    return raw
  }

  test('holds by what is declared, before anything is read', async () => {
    const before = await stored()
    for (const path of ['/api/v1/uploads', '/api/v1/uploads/check']) {
      const raw = await begin(path, `Content-Length: ${LIMIT + 1}`)
      await raw.until('"reason":"file-too-large"')
      expect(raw.received()).toMatch(/connection: close/i)
      raw.socket.destroy()
    }
    expect(await stored()).toEqual(before)
  })

  test('holds as the bytes come, where nothing is declared', async () => {
    const before = await stored()
    const raw = await begin('/api/v1/uploads', 'Transfer-Encoding: chunked')
    const chunk = `10000\r\n${'x'.repeat(2 ** 16)}\r\n`
    for (let sent = 0; sent < LIMIT / 2 ** 16; sent += 1) raw.socket.write(chunk)
    await sleep(200)
    expect(raw.received()).toBe('')
    raw.socket.write('1\r\nx\r\n')
    await raw.until('"reason":"file-too-large"')
    raw.socket.destroy()
    expect(await stored()).toEqual(before)
  })

  test('is told to the app', async () => {
    const site = await browser.ask('GET', '/api/v1/site')
    expect(site.json()).toMatchObject({ maxFileSize: 2 ** 20 })
  })
})

test('a refusal before the file is read waits for its end, so that browsers get to see it', async () => {
  const raw = await openSocket(api.origin)
  const { host, origin } = new URL(api.deps.config.PUBLIC_URL)
  const head = [
    'POST /api/v1/uploads?filename=a.whl HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${origin}`,
    'Content-Type: application/octet-stream',
    'Content-Length: 400000',
    '',
    '',
  ]
  raw.socket.write(head.join('\r\n'))
  for (let sent = 0; sent < 4; sent += 1) {
    expect(raw.received()).toBe('')
    raw.socket.write('x'.repeat(100_000))
    await sleep(50)
  }
  await raw.until('not_authenticated')
  // Nothing is left over: the connection serves the next request.
  expect(raw.received()).not.toMatch(/connection: close/i)
  raw.socket.destroy()
})

describe('a check', () => {
  test('stores nothing and uses nothing up', async () => {
    const limited = await startTestApi({ LIMIT_NEW_PROJECTS_PER_HOUR: '1' })
    try {
      const caller = await signedIn(limited, await createPerson(limited))
      const file = buildWheel('web-dry', '1.0')
      for (let round = 0; round < 3; round += 1) {
        expect((await check(caller, file)).json()).toMatchObject({ ok: true, newProject: true })
      }
      expect(await limited.deps.db.project.count()).toBe(0)
      expect((await upload(caller, file)).status).toBe(201)
      const second = buildWheel('web-second', '1.0')
      expect((await check(caller, second)).json()).toMatchObject({
        reason: 'too-many-new-projects',
      })
      const answer = await upload(caller, second)
      expect(answer.status).toBe(429)
      expect(answer.json()).toMatchObject({
        code: 'upload_refused',
        reason: 'too-many-new-projects',
      })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    } finally {
      await limited.close()
    }
  })

  test('leaves no file behind, be it good or bad', async () => {
    const before = await stored()
    const good = await check(browser, buildSdist('web-checked', '1.0', { summary: 'Short' }))
    expect(good.json()).toEqual({
      ok: true,
      project: 'web-checked',
      version: '1.0',
      kind: 'sdist',
      newProject: true,
      newRelease: true,
      warnings: ['no-description', 'no-requires-python', 'no-license'],
    })
    const bad = { filename: 'web_checked-1.0-py3-none-any.whl', bytes: Buffer.from('no archive') }
    expect((await check(browser, bad)).json()).toMatchObject({ ok: false, reason: 'zip-not-a-zip' })
    expect(await stored()).toEqual(before)
  })

  test('answers as an upload does for names, second sdists and the wrong project', async () => {
    const twice = [
      buildSdist('web-twice', '1.0'),
      buildSdist('web-twice', '1.0', { mark: 'other' }),
    ]
    expect((await upload(browser, twice[0]!)).status).toBe(201)
    const other = await createPerson(api)
    const stranger = await signedIn(api, other)
    const narrow = await withToken(api, person, { projects: ['web-twice'] })
    const cases: [TestCaller, Sent, string][] = [
      [browser, buildWheel('email', '1.0'), 'name-standard-library'],
      [browser, twice[1]!, 'file-exists'],
      [browser, buildSdist('web-twice', '1.0.0', { mark: 'zero' }), 'second-sdist'],
      [stranger, buildWheel('web-twice', '2.0'), 'no-role'],
      [narrow, buildWheel('web-thrice', '1.0'), 'token-scope'],
    ]
    for (const [caller, file, reason] of cases) {
      expect((await check(caller, file)).json()).toMatchObject({ ok: false, reason })
      expect((await upload(caller, file)).json()).toMatchObject({ reason })
    }
  })
})
