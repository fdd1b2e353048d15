import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createCaller,
  createPerson,
  createSecret,
  signedIn,
  type Person,
} from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

const PATH = '/_/secrets/disclose-token'
const SECRET = 'a secret that was agreed upon with somebody'
const URL_SEEN = 'https://code.example/paste/1'

const curve = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const current = curve()
const retired = curve()
const stranger = curve()
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })

let api: TestApi
let folder: string
let person: Person
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-keys-'))
  const key = (id: string, { publicKey }: { publicKey: KeyObject }, is_current = true) => ({
    key_identifier: id,
    key: publicKey.export({ type: 'spki', format: 'pem' }),
    is_current,
  })
  const list = join(folder, 'keys.json')
  await writeFile(
    list,
    JSON.stringify({
      public_keys: [key('now', current), key('old', retired, false), key('p384', otherCurve)],
    }),
  )
  api = await startTestApi({
    LEAK_REPORT_KEYS: pathToFileURL(list).href,
    LEAK_REPORT_SECRET: SECRET,
  })
  person = await createPerson(api)
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const reportOf = (token: string, url = URL_SEEN) =>
  JSON.stringify([{ token, type: 'wheelhouse_token', url, source: 'content', extra: 1 }])
const sign = (body: string, { privateKey }: { privateKey: KeyObject }, hash = 'sha256') =>
  createSign(hash).update(body).sign(privateKey, 'base64')
const report = (body: string, headers: Record<string, string>, path = PATH) =>
  send(api.origin, { method: 'POST', path, body, headers })
const signed = (body: string, pair = current, id = 'now', hash = 'sha256') => ({
  'content-type': 'application/json',
  'github-public-key-identifier': id,
  'github-public-key-signature': sign(body, pair, hash),
})
const isAlive = async (secret: string) => {
  const caller = createCaller(api, { authorization: `Bearer ${secret}` })
  // Not for tokens, but those that live are told so.
  return (await caller.ask('GET', '/api/v1/account')).status === 403
}

describe('a report', () => {
  test.each<[string, (body: string) => Record<string, string>, string]>([
    ['signed with the current key', (body) => signed(body), PATH],
    ['at the other address', (body) => signed(body), '/_/github/disclose-token'],
    [
      'signed with the shared secret',
      (body) => ({
        'x-leak-report-signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      }),
      PATH,
    ],
  ])(
    '%s revokes the token, tells its owner and stands in the history',
    async (_what, headers, path) => {
      const owner = await createPerson(api)
      const secret = await createSecret(api, owner)
      expect(await isAlive(secret)).toBe(true)
      const body = reportOf(secret)
      expect((await report(body, headers(body), path)).status).toBe(204)
      expect(await isAlive(secret)).toBe(false)
      const mails = (await api.mails()).filter(({ to }) => to === owner.email)
      expect(mails.map(({ text }) => text.includes(URL_SEEN))).toEqual([true])
      expect(mails[0]!.text).not.toContain(secret)
      const browser = await signedIn(api, owner)
      const events = await browser.ask('GET', '/api/v1/account/events')
      expect(events.json()).toMatchObject({
        items: [{ kind: 'token-leaked', actor: 'leak report', details: { url: URL_SEEN } }],
      })
      // The list shows it until its owner has seen it.
      const list = (await browser.ask('GET', '/api/v1/tokens')).json() as {
        items: { id: string }[]
      }
      expect(list).toMatchObject({ items: [{ leak: { url: URL_SEEN } }] })
      await browser.ask('DELETE', `/api/v1/tokens/${list.items[0]!.id}`)
      expect((await browser.ask('GET', '/api/v1/tokens')).json()).toEqual({ items: [] })
      // A second report does nothing more.
      expect((await report(body, headers(body), path)).status).toBe(204)
      expect((await api.mails()).filter(({ to }) => to === owner.email)).toHaveLength(1)
    },
  )

  test('of what is none of ours is taken, and changes nothing', async () => {
    const body = JSON.stringify([
      { token: 'pypi-AgEI', type: 'x', url: '' },
      { token: `wh_${'A'.repeat(49)}`, type: 'x', url: 'javascript:alert(1)' },
    ])
    expect((await report(body, signed(body))).status).toBe(204)
    expect((await report('[]', signed('[]'))).status).toBe(204)
  })

  test('passes on no address that is none of the web', async () => {
    const owner = await createPerson(api)
    const body = reportOf(await createSecret(api, owner), 'javascript:alert(1)')
    expect((await report(body, signed(body))).status).toBe(204)
    const { text } = (await api.mails()).find(({ to }) => to === owner.email)!
    expect(text).not.toContain('javascript')
  })

  test.each<[string, (body: string) => Record<string, string>, number]>([
    ['with a key that is not current', (body) => signed(body, retired, 'old'), 400],
    ['with a key of nobody', (body) => signed(body, stranger, 'never'), 400],
    ['with another key under a known name', (body) => signed(body, stranger), 400],
    ['with SHA-1', (body) => signed(body, current, 'now', 'sha1'), 400],
    ['with another curve', (body) => signed(body, otherCurve as typeof current, 'p384'), 400],
    ['of another body', () => signed(reportOf('another')), 400],
    ['with no signature', () => ({}), 404],
    [
      'with half of the headers',
      (body) => ({ 'github-public-key-signature': sign(body, current) }),
      404,
    ],
    ['with nonsense', () => ({ ...signed('x'), 'github-public-key-signature': '!' }), 400],
    ['with another secret', () => ({ 'x-leak-report-signature': `sha256=${'0'.repeat(64)}` }), 400],
  ])('%s is refused, and the token lives', async (_what, headers, status) => {
    const secret = await createSecret(api, person)
    const body = reportOf(secret)
    expect((await report(body, headers(body))).status).toBe(status)
    expect(await isAlive(secret)).toBe(true)
  })

  test.each(['{}', 'nonsense', '[{"token":1}]', '', '[[]]'])('that is %j is none', async (body) => {
    expect((await report(body, signed(body))).status).toBe(400)
  })
})

test('without keys and secret there is no such door', async () => {
  const bare = await startTestApi()
  try {
    const body = '[]'
    const answer = await send(bare.origin, {
      method: 'POST',
      path: PATH,
      body,
      headers: signed(body),
    })
    expect(answer.status).toBe(404)
  } finally {
    await bare.close()
  }
})
