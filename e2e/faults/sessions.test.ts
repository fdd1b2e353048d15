import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testDatabases } from '../clients/test-databases.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'

/** Both processes serve one site: cookies are bound to its address. */
const PUBLIC_URL = 'http://127.0.0.1:8000'
const PASSWORD = 'correct horse battery staple 42'
const OTHER = 'another horse battery staple 43'
/** What another process may take to hear of it. */
const SEEN_MS = 1_000

type Browser = { cookie: string }

async function ask(node: Node, method: string, path: string, body?: unknown, browser?: Browser) {
  const response = await fetch(`${node.origin}/api/v1/${path}`, {
    method,
    headers: {
      origin: PUBLIC_URL,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(browser === undefined ? {} : { cookie: browser.cookie }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const [cookie = ''] = response.headers.getSetCookie().map((text) => text.split(';', 1)[0]!)
  return { status: response.status, text: await response.text(), browser: { cookie } }
}

// The embedded database belongs to one process.
for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('a session ends for every process of the site', () => {
    let site: Site
    let writer: Node
    let other: Node

    beforeAll(async () => {
      const settings = { PUBLIC_URL }
      site = await makeSite(await kind.create(), settings)
      writer = await site.start({ settings })
      other = await site.start({ settings })
    }, 180_000)
    afterAll(() => site.close(), 60_000)

    /** Sets a password by the link that an operator gets for somebody who lost everything. */
    async function recover(username: string, password: string): Promise<void> {
      const { code, output } = await site.wheelhouse('user', 'recover', username, '--json')
      expect({ code, output }).toMatchObject({ code: 0 })
      const { link } = JSON.parse(output.trim().split('\n').at(-1)!) as { link: string }
      const token = new URL(link).searchParams.get('token')
      const answer = await ask(other, 'POST', 'password-resets/complete', { token, password })
      expect(answer).toMatchObject({ status: 204 })
    }
    const signIn = async (login: string, password: string): Promise<Browser> => {
      const { status, browser } = await ask(writer, 'POST', 'sessions', { login, password })
      expect(status).toBe(201)
      expect((await look(browser)).status).toBe(200)
      return browser
    }
    const look = (browser: Browser) => ask(other, 'GET', 'account', undefined, browser)
    /** Milliseconds until the other process refuses the cookie. */
    async function untilRefused(browser: Browser): Promise<number> {
      const start = performance.now()
      while ((await look(browser)).status !== 401) {
        expect(performance.now() - start).toBeLessThan(10 * SEEN_MS)
        await sleep(10)
      }
      return performance.now() - start
    }

    test('by signing out', async () => {
      await recover('first', PASSWORD)
      const browser = await signIn('first', PASSWORD)
      await ask(writer, 'DELETE', 'sessions/current', undefined, browser)
      expect(await untilRefused(browser)).toBeLessThan(SEEN_MS)
    })

    test('by a new password, for all browsers but the one that set it', async () => {
      const elsewhere = await signIn('first', PASSWORD)
      const here = await signIn('first', PASSWORD)
      const change = { currentPassword: PASSWORD, newPassword: OTHER }
      const changed = await ask(writer, 'POST', 'account/password', change, here)
      expect(changed.status).toBe(204)
      expect(await untilRefused(elsewhere)).toBeLessThan(SEEN_MS)
      expect((await look(here)).status).toBe(401)
      expect((await look(changed.browser)).status).toBe(200)
    })

    test('by an operator who freezes the account, tokens too; and lets it in again', async () => {
      await recover('second', PASSWORD)
      const browser = await signIn('second', PASSWORD)
      const upload = async () => {
        const response = await fetch(`${other.origin}/legacy/`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`__token__:${site.tokens[1]}`).toString('base64')}`,
          },
          body: new FormData(),
        })
        return `${response.status} ${await response.text()}`
      }
      expect(await upload()).not.toContain('authentication')
      expect(await site.wheelhouse('user', 'freeze', 'second')).toEqual({
        code: 0,
        output: 'second is frozen\n',
      })
      expect(await untilRefused(browser)).toBeLessThan(SEEN_MS)
      expect(await upload()).toMatch(/^403 .*Invalid authentication information/s)
      const login = { login: 'second', password: PASSWORD }
      expect(await ask(writer, 'POST', 'sessions', login)).toMatchObject({ status: 403 })

      expect(await site.wheelhouse('user', 'unfreeze', 'second')).toEqual({
        code: 0,
        output: 'second is active\n',
      })
      expect(await upload()).not.toContain('authentication')
      // The cookie from before stays dead.
      expect((await look(browser)).status).toBe(401)
      await signIn('second', PASSWORD)
    })

    test('and who is unknown to the operator is told so', async () => {
      for (const verb of ['freeze', 'recover']) {
        const { code, output } = await site.wheelhouse('user', verb, 'nobody')
        expect({ code, output }).toEqual({
          code: 1,
          output: 'wheelhouse: there is no user nobody\n',
        })
      }
    })
  })
}
