import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  createSecret,
  signedIn,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { send, type Answer } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { basic, buildWheel, publish } from '../../test/wheels.ts'

describe.each(testedDatabases())('a private project on the %s database', (database) => {
  let api: TestApi
  let owner: Person
  let ownerBrowser: TestCaller
  let file: string
  const wheel = buildWheel('secret-plans', '1.0')

  beforeAll(async () => {
    api = await startTestApi({}, { database })
    owner = await createPerson(api)
    ownerBrowser = await signedIn(api, owner)
    const secret = await createSecret(api, owner)
    await publish(api, secret, wheel)
    await publish(api, secret, buildWheel('open-plans', '1.0'))
    const { filename } = wheel
    const { storagePath } = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
    file = `/packages/${storagePath}`
    // Everything is known and public before it is hidden.
    for (const at of ['/simple/secret-plans/', '/simple/', file, `${file}.metadata`]) {
      if ((await get(at)).status !== 200) throw new Error(`${at} is not there`)
    }
    await show('private')
  })
  afterAll(() => api.close())

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(api.origin, { path, headers, method })
  const show = async (visibility: string) => {
    const at = '/api/v1/projects/secret-plans/visibility'
    expect((await ownerBrowser.ask('PUT', at, { visibility })).status).toBe(200)
  }
  const places = () => ['/simple/secret-plans/', file, `${file}.metadata`]
  const withSecret = async (person: Person, options = {}) => ({
    authorization: basic(await createSecret(api, person, options)),
  })
  /** What of an answer is not of its moment. */
  const shown = ({ status, headers, text }: Answer) => {
    const { date: _d, 'x-request-id': _i, 'surrogate-key': key, ...rest } = headers
    // It names what was asked for, there or not.
    const group = String(key).replace(/never-was|secret-plans/, 'NAME')
    return { status, headers: rest, group, text }
  }

  test('is there for its people: in a browser, with any scheme of a token that reads', async () => {
    const secret = await createSecret(api, owner, { actions: ['read'] })
    const limited = await createSecret(api, owner, {
      actions: ['read'],
      projects: ['secret-plans'],
    })
    const credentials: Record<string, string>[] = [
      { authorization: basic(secret) },
      { authorization: `Bearer ${secret}` },
      { authorization: basic(limited) },
      ownerBrowser.headers,
    ]
    for (const headers of credentials) {
      for (const at of places()) {
        const answer = await get(at, headers)
        expect([at, answer.status]).toEqual([at, 200])
        expect(answer.headers['cache-control']).toBe('private, no-store')
        expect(answer.headers.vary).toContain('Authorization')
      }
    }
  })

  test('is for others what does not exist, to the byte', async () => {
    const stranger = await createPerson(api)
    const missing = await get('/simple/never-was/')
    const gone = await get(file.replace(/.{4}$/, '.xyz'))
    const callers = [
      {},
      await withSecret(stranger),
      await withSecret(owner, { actions: ['upload'] }),
      await withSecret(owner, { actions: ['read'], projects: ['open-plans'] }),
      { authorization: basic('wh_nonsense') },
      { authorization: 'Basic %%%' },
      (await signedIn(api, stranger)).headers,
      { ...ownerBrowser.headers, ...(await withSecret(owner)) },
    ]
    for (const headers of callers) {
      for (const method of ['GET', 'HEAD']) {
        const page = await get('/simple/secret-plans/', headers, method)
        expect(shown(page)).toEqual({
          ...shown(missing),
          text: method === 'GET' ? missing.text : '',
        })
      }
      for (const at of [file, `${file}.metadata`]) {
        expect(shown(await get(at, headers))).toEqual(shown(gone))
      }
      const conditional = { ...headers, 'if-none-match': '*', range: 'bytes=0-1' }
      expect((await get(file, conditional)).status).toBe(404)
    }
  })

  test('is absent from the root index and the search, and its redirect says nothing', async () => {
    expect((await get('/simple/')).text).toContain('open-plans')
    // The next build of the list may be put off for ten times as long as the last one took.
    let root = (await get('/simple/')).text
    for (let tries = 0; tries < 100 && root.includes('secret-plans'); tries += 1) {
      await sleep(100)
      root = (await get('/simple/')).text
    }
    expect(root).not.toContain('secret-plans')
    expect((await get('/api/v1/projects?q=plans')).text).not.toContain('secret-plans')
    const known = await get('/simple/Secret_Plans/')
    const unknown = await get('/simple/Never_Was/')
    expect(known.status).toBe(unknown.status)
    const json = await anonymous(api).ask('GET', '/api/v1/projects/secret-plans')
    expect(json.status).toBe(404)
    expect((await ownerBrowser.ask('GET', '/api/v1/projects/secret-plans')).status).toBe(200)
  })

  test('takes uploads of its people on, and stays private', async () => {
    const next = buildWheel('secret-plans', '2.0')
    await publish(api, await createSecret(api, owner), next)
    expect((await get('/simple/secret-plans/')).status).toBe(404)
    const page = await get('/simple/secret-plans/', await withSecret(owner))
    expect(page.text).toContain(next.filename)
  })

  test('ends with the role: the next request is a stranger’s', async () => {
    const maintainer = await createPerson(api)
    const headers = await withSecret(maintainer, { actions: ['read'] })
    const project = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'secret-plans' },
    })
    const role = await api.deps.db.role.create({
      data: { projectId: project.id, principalId: maintainer.userId, role: 'maintainer' },
    })
    for (const at of places()) expect((await get(at, headers)).status).toBe(200)
    await api.deps.db.role.delete({ where: { id: role.id } })
    for (const at of places()) expect((await get(at, headers)).status).toBe(404)
  })

  test('is there for everybody again once it is public, and its history says who did it', async () => {
    await show('public')
    for (const at of places()) {
      const answer = await get(at)
      expect([at, answer.status]).toEqual([at, 200])
      expect(answer.headers['cache-control']).toContain('public')
    }
    const serial = (answer: Answer) => Number(answer.headers['x-pypi-last-serial'])
    const before = serial(await get('/simple/secret-plans/'))
    await show('public')
    expect(serial(await get('/simple/secret-plans/'))).toBe(before)
    const events = await api.deps.db.event.findMany({
      where: { kind: 'project-visibility-changed' },
      orderBy: { createdAt: 'asc' },
    })
    expect(events).toMatchObject([
      { actorName: owner.username, details: { visibility: 'private' } },
      { actorName: owner.username, details: { visibility: 'public' } },
    ])
    await show('private')
  })
})

test('in a private index a private project is for its people alone', async () => {
  const api = await startTestApi({ PRIVATE_INDEX: 'true' })
  try {
    const [owner, colleague] = [await createPerson(api), await createPerson(api)]
    await publish(api, await createSecret(api, owner), buildWheel('inner', '1.0'))
    const get = async (person: Person) =>
      (
        await send(api.origin, {
          path: '/simple/inner/',
          headers: { authorization: basic(await createSecret(api, person)) },
        })
      ).status
    expect([await get(owner), await get(colleague)]).toEqual([200, 200])
    const browser = await signedIn(api, owner)
    await browser.ask('PUT', '/api/v1/projects/inner/visibility', { visibility: 'private' })
    expect([await get(owner), await get(colleague)]).toEqual([200, 404])
    expect((await send(api.origin, { path: '/simple/inner/' })).status).toBe(401)
  } finally {
    await api.close()
  }
})
