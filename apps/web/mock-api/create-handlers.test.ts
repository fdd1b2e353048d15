/** @jest-environment node */
import { describe, expect, test } from '@jest/globals'
import { getResponse } from 'msw'
import { createHandlers } from './create-handlers.ts'
import { createDb } from './db.ts'
import { createPersistence, KEPT_AT } from './persistence.ts'
import { checksum, fromBase64Url, toBase64Url } from './secrets.ts'
import { seed, SEED_PASSWORD } from './seed.ts'

const HOUR = 3_600_000

/** A browser tab: no cookies and no Origin are seen, as under a service worker. */
function openTab(storage = createStorage()) {
  const db = createDb(seed)
  const persistence = createPersistence(db, seed, storage)
  const handlers = createHandlers(db, { persistence })
  const call = async (method: string, path: string, body?: object) => {
    const request = new Request(`http://localhost${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const response = await getResponse(handlers, request)
    const text = (await response?.text()) ?? ''
    return {
      status: response?.status,
      headers: response?.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
  }
  const signIn = (remember = false) =>
    call('POST', '/api/v1/sessions', { login: 'owner', password: SEED_PASSWORD, remember })
  return { db, persistence, storage, call, signIn, account: () => call('GET', '/api/v1/account') }
}

function createStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const entries = new Map<string, string>()
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

describe('the session in the store', () => {
  test('signs in without a cookie and out again', async () => {
    const tab = openTab()
    const signedIn = await tab.signIn()
    expect(signedIn.status).toBe(201)
    expect(signedIn.headers?.getSetCookie()).toEqual([])
    expect(await tab.account()).toMatchObject({ status: 200, body: { username: 'owner' } })
    expect((await tab.call('DELETE', '/api/v1/sessions/current')).status).toBe(204)
    expect((await tab.account()).status).toBe(401)
  })

  test('ends after 12 hours without use, or 30 days', async () => {
    const tab = openTab()
    await tab.signIn()
    tab.db.advance(11 * HOUR)
    expect((await tab.account()).status).toBe(200)
    tab.db.advance(13 * HOUR)
    expect((await tab.account()).status).toBe(401)
    await tab.signIn(true)
    tab.db.advance(29 * 24 * HOUR)
    expect((await tab.account()).status).toBe(200)
    tab.db.advance(2 * 24 * HOUR)
    expect((await tab.account()).status).toBe(401)
  })
})

describe('persistence', () => {
  test('keeps changes over a reload and shows them in another tab', async () => {
    const first = openTab()
    await first.signIn()
    await first.call('PUT', '/api/v1/projects/tiny/releases/1.0.0/yank', { reason: 'Old' })
    const second = openTab(first.storage)
    expect(await second.account()).toMatchObject({ status: 200 })
    const release = '/api/v1/projects/tiny/releases/1.0.0'
    expect((await second.call('GET', release)).body).toMatchObject({ yankedReason: 'Old' })
    await second.call('DELETE', `${release}/yank`)
    expect((await first.call('GET', release)).body).toMatchObject({ yanked: false })
  })

  test('reads no snapshot that is none, and goes on without room', async () => {
    const storage = createStorage()
    storage.setItem(KEPT_AT, '{')
    const tab = openTab({
      ...storage,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    })
    expect((await tab.signIn()).status).toBe(201)
    expect((await tab.account()).status).toBe(200)
  })

  test('keeps what differs from the seed alone, and takes it from a file', async () => {
    const { call, persistence, signIn, storage } = openTab()
    await signIn()
    await call('PUT', '/api/v1/projects/tiny/releases/1.0.0/yank', { reason: 'Old' })
    const text = persistence.exportText()
    // Without it, some two million characters.
    expect(text.length).toBeLessThan(60_000)
    expect(storage.getItem(KEPT_AT)).toBe(text)
    const other = openTab()
    other.persistence.importText(text)
    const release = '/api/v1/projects/tiny/releases/1.0.0'
    expect((await other.call('GET', release)).body).toMatchObject({ yankedReason: 'Old' })
    expect((await other.call('GET', '/api/v1/projects/huge')).status).toBe(200)
    const { seed: from } = JSON.parse(text) as { seed: number }
    const nobody = { projects: ['nobody'], accounts: [], seed: from }
    expect(() => other.persistence.importText(JSON.stringify(nobody))).toThrow(/no project nobody/)
  })

  test('reads nothing that began with another seed: rows may have other fields since', async () => {
    const first = openTab()
    await first.signIn()
    const next = createDb(() => {
      const tables = seed()
      for (const account of tables.accounts) Object.assign(account, { pronouns: '' })
      return tables
    })
    const { pull, importText } = createPersistence(next, () => next, first.storage)
    pull()
    expect(next.sessions).toEqual([])
    expect(first.storage.getItem(KEPT_AT)).toBe(null)
    expect(() => importText(first.persistence.exportText())).toThrow(/another version/)
  })

  test('reset forgets all changes', async () => {
    const { db, signIn, account } = openTab(undefined)
    const before = db.snapshot()
    await signIn()
    expect(db.snapshot()).not.toBe(before)
    db.reset()
    expect(db.snapshot()).toBe(before)
    expect((await account()).status).toBe(401)
  })
})

describe('failures on order', () => {
  test('happen once, in the form of the API', async () => {
    const { db, call } = openTab()
    db.failNext('searchProjects', 'rate_limited')
    const refused = await call('GET', '/api/v1/projects')
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryAfter: 30 } })
    expect(refused.headers?.get('retry-after')).toBe('30')
    expect((await call('GET', '/api/v1/projects')).status).toBe(200)
  })
})

describe('secrets', () => {
  test('the checksum is CRC-32 (check value of the catalogue: 0xcbf43926)', () => {
    expect(checksum('123456789')).toBe(toBase64Url(Uint8Array.of(0xcb, 0xf4, 0x39, 0x26)))
  })

  test('base64url comes back, and nonsense is undefined', () => {
    const text = 'a ü 🐍?>'
    expect(fromBase64Url(toBase64Url(new TextEncoder().encode(text)))).toBe(text)
    expect(fromBase64Url('%%')).toBeUndefined()
    expect(fromBase64Url('_w')).toBeUndefined()
  })
})
