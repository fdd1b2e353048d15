import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { anonymous, createPerson, signedIn, type TestCaller } from '../../test/callers.ts'
import { openMailServer, type MailServer } from '../../test/mail-server.ts'
import { exchange } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

const PASSWORD = 'violet anchor 47 meadow quilt'

let server: MailServer
let api: TestApi
let nobody: TestCaller
beforeAll(async () => {
  server = await openMailServer()
  api = await startTestApi({ SMTP_URL: `smtp://localhost:${server.port}` })
  nobody = anonymous(api)
})
afterAll(async () => {
  await api.close()
  await server.close()
})
beforeEach(() => {
  server.received.length = 0
})

let count = 0
const unique = (word: string) => `${word}${(count += 1)}`
const ok = async (answer: Promise<{ status: number; text: string }>) => {
  const { status, text } = await answer
  expect([status, status < 300 ? '' : text]).toEqual([status, ''])
}
/** Recipients of what was mailed since it was last asked, each mail by itself. */
const sentTo = async () => {
  await api.deps.outbox.flush()
  return server.received
    .splice(0)
    .map(({ recipients }) => recipients.join())
    .toSorted((a, b) => (a < b ? -1 : 1))
}

describe('header injection', () => {
  const PAYLOADS = [
    '\r\nBcc: evil@evil.example',
    '\nBcc: evil@evil.example',
    '\rBcc: evil@evil.example',
    '\r\n\r\nAnother body',
    '%0d%0aBcc:%20evil@evil.example',
    '\\r\\nBcc: evil@evil.example',
    '\u2028Bcc: evil@evil.example',
    '\u0085Bcc: evil@evil.example',
    ', evil@evil.example',
    '=?utf-8?q?=0D=0ABcc:_evil@evil.example?=',
  ]
  const FIELDS = ['email', 'username', 'name', 'token', 'added'] as const

  /** What a person gives with `text` in one field, in the order in which mails go out. */
  async function give(field: (typeof FIELDS)[number], text: string): Promise<number> {
    const username = unique('inject')
    if (field === 'token' || field === 'added') {
      const person = await createPerson(api, { username })
      const browser = await signedIn(api, person)
      const [path, body] =
        field === 'token'
          ? ['/api/v1/tokens', { name: `ci${text}`, scope: { kind: 'account' } }]
          : ['/api/v1/account/emails', { email: `${unique('added')}@example.org${text}` }]
      return (await browser.ask('POST', path, body)).status
    }
    const right = { name: 'Jo', username, email: `${username}@example.org`, password: PASSWORD }
    const body = { ...right, [field]: `${right[field]}${text}` }
    return (await nobody.ask('POST', '/api/v1/accounts', body)).status
  }

  test.each(FIELDS)(
    'by %s: refused, or one mail with one recipient and our headers',
    async (field) => {
      // With nothing to inject it is taken (or the refusals below prove nothing).
      expect(await give(field, '')).toBeLessThan(300)
      for (const payload of PAYLOADS) {
        const status = await give(field, payload)
        if (/[\r\n]/.test(payload)) expect({ payload, status }).toEqual({ payload, status: 422 })
      }
      await api.deps.outbox.flush()
      expect(server.received.length).toBeGreaterThan(0)
      for (const { recipients, message } of server.received) {
        const head = message.split('\r\n\r\n', 1)[0]!
        const names = head.split(/\r\n(?![ \t])/).map((line) => line.split(':', 1)[0])
        expect(names.toSorted((a, b) => (a! < b! ? -1 : 1))).toEqual([
          'Content-Type',
          'Date',
          'From',
          'MIME-Version',
          'Message-ID',
          'Subject',
          'To',
        ])
        expect(recipients).toHaveLength(1)
        expect(recipients[0]).not.toContain('evil')
        expect(head.match(/^To: .*$/gm)).toEqual([`To: ${recipients[0]}`])
        expect(head).not.toMatch(/evil|ci|Jo\b/)
      }
    },
  )
})

test('mails name the address of the configuration, whatever the request says of hosts', async () => {
  const { username, email } = await createPerson(api)
  const { host } = new URL(api.origin)
  const body = JSON.stringify({ login: username })
  const own = [`Host: ${host}`, `Origin: ${api.origin}`]
  const variants = [
    ['/', 'Host: evil.example', `Origin: ${api.origin}`],
    ['/', ...own, 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher'],
    ['/', ...own, 'Forwarded: host=evil.example;proto=http'],
    ['/', ...own, 'X-Original-URL: http://evil.example/', 'X-Host: evil.example'],
    ['http://evil.example/', ...own],
    ['/', 'Host: evil.example:80@' + host, `Origin: ${api.origin}`],
  ]
  let mailed = 0
  for (const [base = '/', ...headers] of variants) {
    const answer = await exchange(
      api.origin,
      [
        `POST ${base}api/v1/password-resets HTTP/1.1`,
        ...headers,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    )
    await api.deps.outbox.flush()
    const [mail, ...more] = server.received.splice(0)
    // A host that is none may be refused; what is mailed has ours.
    if (!answer.startsWith('HTTP/1.1 202')) continue
    mailed += 1
    expect(more).toEqual([])
    expect(mail!.recipients).toEqual([email])
    const text = mail!.message.replaceAll('=\r\n', '')
    expect(text).not.toMatch(/evil|gopher/)
    expect(text).toContain(`${api.deps.config.PUBLIC_URL}/reset-password/new?token=`)
  }
  expect(mailed).toBeGreaterThanOrEqual(5)
})

test('each event is mailed to exactly those whom it is about: old and new address', async () => {
  const { db } = api.deps
  const username = unique('told')
  const [first, second, wrong] = ['first', 'second', 'wrong'].map(
    (word) => `${word}.${username}@example.org`,
  ) as [string, string, string]
  const body = { username, email: first, password: PASSWORD }
  await ok(nobody.ask('POST', '/api/v1/accounts', body))
  expect(await sentTo()).toEqual([first])
  await ok(nobody.ask('POST', '/api/v1/accounts', { ...body, username: unique('twin') }))
  expect(await sentTo()).toEqual([first])
  const { id: userId } = await db.user.findFirstOrThrow({ where: { username } })
  await db.emailAddress.updateMany({ where: { userId }, data: { verifiedAt: new Date() } })
  let browser = await signedIn(api, { userId, username, email: first })
  const idOf = async (address: string) => {
    const { items } = (await browser.ask('GET', '/api/v1/account/emails')).json<{
      items: { id: string; address: string }[]
    }>()
    return items.find((item) => item.address === address)!.id
  }

  await ok(browser.ask('POST', '/api/v1/account/emails', { email: second }))
  await api.deps.outbox.flush()
  const proof = server.received.find(({ recipients }) => recipients[0] === second)!
  const link = /verify-email\?token=3?D?([\w.-]+)/.exec(proof.message.replaceAll('=\r\n', ''))
  expect(await sentTo()).toEqual([first, second])
  await ok(nobody.ask('POST', '/api/v1/email-verifications', { token: link![1] }))
  expect(await sentTo()).toEqual([])
  await ok(browser.ask('POST', '/api/v1/account/emails', { email: wrong }))
  expect(await sentTo()).toEqual([first, second, wrong])
  // One that was never proven hears no more.
  await ok(browser.ask('DELETE', `/api/v1/account/emails/${await idOf(wrong)}`))
  expect(await sentTo()).toEqual([first])

  await ok(browser.ask('PUT', `/api/v1/account/emails/${await idOf(second)}/primary`))
  expect(await sentTo()).toEqual([first, second])
  const token = { name: 'ci', scope: { kind: 'account' } }
  const made = await browser.ask('POST', '/api/v1/tokens', token)
  expect(await sentTo()).toEqual([second])
  const { id } = made.json<{ token: { id: string } }>().token
  await ok(browser.ask('POST', `/api/v1/tokens/${id}/regenerate`))
  expect(await sentTo()).toEqual([second])
  await ok(nobody.ask('POST', '/api/v1/password-resets', { login: first }))
  expect(await sentTo()).toEqual([second])
  await ok(nobody.ask('POST', '/api/v1/password-resets', { login: 'nobody-at-all' }))
  expect(await sentTo()).toEqual([])
  const newPassword = 'seven grey herons read maps'
  const change = { currentPassword: PASSWORD, newPassword }
  await ok(browser.ask('POST', '/api/v1/account/password', change))
  expect(await sentTo()).toEqual([second])
  browser = await signedIn(api, { userId, username, email: second })
  await ok(browser.ask('DELETE', `/api/v1/account/emails/${await idOf(first)}`))
  expect(await sentTo()).toEqual([first, second])
  await ok(browser.ask('POST', '/api/v1/account/deletion', { username, password: newPassword }))
  expect(await sentTo()).toEqual([second])
})
