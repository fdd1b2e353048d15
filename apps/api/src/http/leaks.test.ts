import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  createSecret,
  sessionSetBy,
  withCookie,
  type Person,
} from '../test/callers.ts'
import { createLogBuffer, type LogBuffer } from '../test/log-buffer.ts'
import { operationCalls, type OperationCall } from '../test/operation-calls.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { send } from '../test/send.ts'
import { basic, buildWheel, publish, upload } from '../test/wheels.ts'

const PASSWORD = 'canary-password-93 zebra violin'
const MAIL = 'canary-mail@example.org'

let api: TestApi
let log: LogBuffer
let person: Person
let secret: string
let calls: OperationCall[]
beforeAll(async () => {
  log = createLogBuffer()
  api = await startTestApi({}, { logger: log.logger })
  person = await createPerson(api, { password: PASSWORD })
  secret = await createSecret(api, person, { actions: ['upload', 'yank', 'manage', 'read'] })
  await publish(api, secret, buildWheel('leaky', '1.0'))
  calls = operationCalls({
    project: 'leaky',
    version: '1.0',
    filename: 'leaky-1.0-py3-none-any.whl',
    id: person.userId,
    username: 'canary-user',
    name: '',
    email: MAIL,
    login: person.username,
    password: PASSWORD,
    currentPassword: PASSWORD,
    newPassword: PASSWORD,
    token: 'canary-link-token',
    remember: false,
    reason: '',
    scope: { kind: 'account' },
    actions: ['upload'],
    expiresInDays: 7,
  })
})
afterAll(() => api.close())

const breakDatabase = () => api.deps.database.pool.query('ALTER SCHEMA public RENAME TO gone')
const mendDatabase = () => api.deps.database.pool.query('ALTER SCHEMA gone RENAME TO public')

describe('with the database broken', () => {
  const INSIDES =
    /select|insert|relation|does not exist|prisma|postgres|column|constraint|\.ts\b|node_modules|\bat \w+ \(|\/(tmp|work|home|root)\//i

  test('every operation says that it failed, with the request’s id and nothing of its insides (S-74)', async () => {
    await breakDatabase()
    const faults: string[] = []
    let failed = 0
    try {
      const bearer = { authorization: `Bearer ${secret}` }
      for (const { endpoint, method, path, body } of calls) {
        for (const headers of [{}, bearer]) {
          const answer = await anonymous(api).ask(method, path, undefined, {
            ...(body === undefined ? {} : { body }),
            headers: {
              ...headers,
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
          })
          if (INSIDES.test(answer.text)) faults.push(`${endpoint.id}: ${answer.text}`)
          if (answer.status >= 500) {
            failed += 1
            const { instance, code } = answer.json<{ instance: string; code: string }>()
            if (instance !== answer.headers['x-request-id']) faults.push(`${endpoint.id}: id`)
            if (!['internal', 'unavailable'].includes(code)) faults.push(`${endpoint.id}: ${code}`)
          }
        }
      }
      for (const path of [
        '/simple/leaky2/',
        '/simple/',
        '/pypi/leaky/json',
        '/rss/updates.xml',
        '/stats/',
        '/sitemap-1.xml',
        `/packages/00/00/${'0'.repeat(60)}/x.whl`,
        '/readyz',
      ]) {
        const answer = await send(api.origin, { path })
        if (INSIDES.test(answer.text)) faults.push(`${path}: ${answer.text}`)
      }
      for (const accept of ['text/plain', 'application/json']) {
        const answer = await upload(api, secret, buildWheel('leaky', '2.0'), {
          headers: { accept },
        })
        if (answer.status < 500 || INSIDES.test(answer.text + answer.statusText))
          faults.push(answer.text)
      }
    } finally {
      await mendDatabase()
    }
    expect(faults).toEqual([])
    expect(failed).toBeGreaterThan(20)
    expect(log.lines().filter((line) => line.level === 'error').length).toBeGreaterThan(10)
    expect((await send(api.origin, { path: '/api/v1/projects/leaky' })).status).toBe(200)
  })
})

describe('the log', () => {
  test('has no password, token, cookie, link or address, also of what failed (S-72)', async () => {
    const nobody = anonymous(api)
    const signIn = { login: person.username, password: PASSWORD }
    const cookie = sessionSetBy(await nobody.ask('POST', '/api/v1/sessions', signIn))!
    const browser = withCookie(api, cookie)
    const account = { name: '', username: 'canary-user', email: MAIL, password: PASSWORD }
    expect((await nobody.ask('POST', '/api/v1/accounts', account)).status).toBe(202)
    const mail = (await api.mails()).find(({ to }) => to === MAIL)!
    const link = new URL(mail.links[0]!).searchParams.get('token')!
    await nobody.ask('POST', '/api/v1/password-resets', { login: MAIL })
    await nobody.ask('POST', '/api/v1/sessions', { login: MAIL, password: `${PASSWORD}x` })
    await send(api.origin, { path: `/verify-email?token=${link}` })
    await nobody.ask('POST', '/api/v1/email-verifications', { token: link })
    const made = await browser.ask('POST', '/api/v1/tokens', {
      name: 'canary',
      scope: { kind: 'account' },
    })
    const { secret: fresh } = made.json<{ secret: string }>()
    expect(fresh).toMatch(/^wh_/)
    await upload(api, fresh, buildWheel('leaky', '1.1'))
    await upload(api, `${fresh}x`, buildWheel('leaky', '1.2'))

    // Rows that are refused stand in the database's own message, with all that is in them.
    const { pool } = api.deps.database
    await pool.query(
      `ALTER TABLE outbox_mails ADD CONSTRAINT broken CHECK (recipient NOT LIKE '%other%')`,
    )
    await pool.query(
      `ALTER TABLE sessions ADD CONSTRAINT broken CHECK (user_agent <> 'canary-agent')`,
    )
    await pool.query(`ALTER TABLE api_tokens ADD CONSTRAINT broken CHECK (name <> 'broken')`)
    const other = { ...account, username: 'other', email: 'other-canary-mail@example.org' }
    const failing = [
      await nobody.ask('POST', '/api/v1/accounts', other),
      await nobody.ask('POST', '/api/v1/sessions', signIn, {
        headers: { 'user-agent': 'canary-agent' },
      }),
      await browser.ask('POST', '/api/v1/tokens', { name: 'broken', scope: { kind: 'account' } }),
    ]
    expect(failing.map((answer) => answer.status)).toEqual([500, 500, 500])
    for (const table of ['outbox_mails', 'sessions', 'api_tokens']) {
      await pool.query(`ALTER TABLE ${table} DROP CONSTRAINT broken`)
    }
    await breakDatabase()
    await browser.ask('GET', '/api/v1/account')
    await nobody.ask('POST', '/api/v1/sessions', { login: MAIL, password: PASSWORD })
    await nobody.ask('POST', '/api/v1/password-resets', { login: MAIL })
    await upload(api, fresh, buildWheel('leaky', '1.3'))
    await mendDatabase()
    await nobody.ask('POST', '/api/v1/sessions', undefined, {
      body: `{"password": "${PASSWORD}"`,
      headers: { 'content-type': 'application/json' },
    })

    const { passwordHash } = await api.deps.db.user.findUniqueOrThrow({
      where: { id: person.userId },
    })
    const written = log.text()
    expect(written).toContain('"msg":"failed"')
    for (const [what, canary] of Object.entries({
      password: PASSWORD,
      cookie,
      link,
      token: fresh,
      basic: basic(fresh),
      mail: MAIL,
      'other mail': 'other-canary-mail',
      'network address': '127.0.0.1',
      'password hash': passwordHash!,
      'any hash': '$argon2id$',
    })) {
      const at = written.indexOf(canary)
      expect([what, at === -1 ? '' : written.slice(Math.max(0, at - 300), at + 100)]).toEqual([
        what,
        '',
      ])
    }
  })

  test('is one line of JSON for each request, whatever is in it (S-73)', async () => {
    const before = log.lines().length
    const nasty = '\t{"level":"error","msg":"forged"} \x1b[31m'.replaceAll('\x1b', '')
    const asked = [
      '/none%0a%7B%22level%22%3A%22error%22%7D',
      '/simple/%0d%0ax/',
      '/none?%0a{"level"',
      '/none/%1b[31m',
      '/api/v1/projects/a%0ab',
    ]
    for (const path of asked) {
      await send(api.origin, {
        path,
        headers: { 'user-agent': nasty, referer: nasty, 'x-request-id': nasty },
      })
    }
    await anonymous(api).ask('POST', '/api/v1/sessions', {
      login: 'a',
      password: '\n{"level":"error"}\r\n',
    })
    await upload(api, secret, buildWheel('leaky', '9.9'), { fields: { name: '\n{"level":30}' } })
    const added = log
      .lines()
      .slice(before)
      .filter((line) => line.msg === 'request')
    expect(added.map((line) => line.path)).toEqual([
      ...asked.map((path) => path.split('?')[0]),
      '/api/v1/sessions',
      '/legacy/',
    ])
    expect(new Set(added.map((line) => line.level))).toEqual(new Set(['info']))
  })

  test('leaves nothing of passwords in the data folder', async () => {
    const folder = api.deps.config.DATA_DIR
    const names = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const entry of files) {
      const content = await readFile(join(entry.parentPath, entry.name), 'latin1')
      expect([entry.name, content.includes(PASSWORD)]).toEqual([entry.name, false])
    }
  })
})
