import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createPerson,
  createSecret,
  signedIn,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish, upload } from '../../test/wheels.ts'
import { check } from '../fsck/test/damage.ts'

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json'
type SimpleJson = {
  meta: { '_last-serial': number }
  'project-status': { status: string; reason?: string }
  versions: string[]
  files: { url: string }[]
}

let api: TestApi
let owner: Person
let browser: TestCaller
let secret: string
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
  browser = await signedIn(api, owner)
  secret = await createSecret(api, owner)
})
afterAll(() => api.close())

const at = (name: string, what: string) => `/api/v1/projects/${name}/${what}`
const put = (name: string, version = '1.0') => publish(api, secret, buildWheel(name, version))
const simple = (name: string, accept?: string) =>
  send(api.origin, { path: `/simple/${name}/`, ...(accept && { headers: { accept } }) })
const simpleJson = async (name: string) => (await simple(name, JSON_TYPE)).json<SimpleJson>()
const projectOf = (normalizedName: string) =>
  api.deps.db.project.findUniqueOrThrow({ where: { normalizedName }, include: { roles: true } })
const newestEntry = () => api.deps.db.journalEntry.findFirst({ orderBy: { serial: 'desc' } })

describe('the state of a project', () => {
  const set = (name: string, body: object) => browser.ask('PUT', at(name, 'status'), body)

  test('is on the simple page at once, with the replacement in its reason', async () => {
    await put('old-thing')
    const before = await simpleJson('old-thing')
    const body = { status: 'deprecated', reason: 'Slow', replacement: 'New.Thing' }
    expect((await set('old-thing', body)).status).toBe(200)
    const reason = 'Slow. Use new-thing instead.'
    const { text } = await simple('old-thing')
    expect(text).toContain('<meta name="pypi:project-status" content="deprecated">')
    expect(text).toContain(`<meta name="pypi:project-status-reason" content="${reason}">`)
    expect(text).toContain('old_thing-1.0-py3-none-any.whl')
    const json = await simpleJson('old-thing')
    expect(json['project-status']).toEqual({ status: 'deprecated', reason })
    expect(json.meta['_last-serial']).toBeGreaterThan(before.meta['_last-serial'])
    expect(await newestEntry()).toMatchObject({
      projectName: 'old-thing',
      action: 'change status',
      actor: owner.username,
    })
    for (const [typed, said] of [
      ['Ends in a stop!', 'Ends in a stop! Use x instead.'],
      ['', 'Use x instead.'],
    ]) {
      await set('old-thing', { status: 'deprecated', reason: typed, replacement: 'x' })
      expect((await simpleJson('old-thing'))['project-status'].reason).toBe(said)
    }
    await put('old-thing', '1.1')
    expect((await check(api, { projects: ['old-thing'] })).findings).toEqual([])
    const serial = (await newestEntry())?.serial
    await set('old-thing', { status: 'deprecated', reason: '', replacement: 'X' })
    expect((await newestEntry())?.serial).toBe(serial)
    const mail = (await api.mails()).find(
      ({ subject }) => subject === 'old-thing is deprecated now',
    )
    expect(mail?.to).toBe(owner.email)
    expect(mail?.text).toContain('To be used in its place: new-thing')
  })

  test('archived keeps files and takes none', async () => {
    await put('finished')
    await set('finished', { status: 'archived' })
    const json = await simpleJson('finished')
    expect(json).toMatchObject({ 'project-status': { status: 'archived' }, versions: ['1.0'] })
    const { pathname } = new URL(json.files[0]!.url)
    expect((await send(api.origin, { path: pathname })).status).toBe(200)
    expect((await upload(api, secret, buildWheel('finished', '2.0'))).status).toBe(403)
    expect((await send(api.origin, { path: '/simple/' })).text).toContain('/simple/finished/')
    await set('finished', { status: 'active' })
    expect((await upload(api, secret, buildWheel('finished', '2.0'))).status).toBe(200)
  })
})

describe('quarantine', () => {
  test('empties the page, the JSON and the files at once; released, all is as it was', async () => {
    await put('suspect')
    const deprecate = { status: 'deprecated', reason: 'Old', replacement: 'other' }
    await browser.ask('PUT', at('suspect', 'status'), deprecate)
    const withoutSerial = async () => (await simple('suspect')).text.replace(/SERIAL \d+/, '')
    const before = await withoutSerial()
    const file = new URL((await simpleJson('suspect')).files[0]!.url).pathname
    const statuses = async () =>
      Promise.all(
        [file, '/pypi/suspect/json'].map(async (path) => (await send(api.origin, { path })).status),
      )
    expect(await statuses()).toEqual([200, 200])

    await api.quarantine('suspect', 'Reported')
    await api.quarantine('suspect', 'Reported twice')
    expect(await simpleJson('suspect')).toMatchObject({
      'project-status': { status: 'quarantined', reason: 'Reported twice' },
      versions: [],
      files: [],
    })
    expect(await statuses()).toEqual([404, 404])
    expect((await upload(api, secret, buildWheel('suspect', '2.0'))).status).toBe(403)

    await api.quarantine('suspect', undefined)
    expect(await withoutSerial()).toBe(before)
    expect(await statuses()).toEqual([200, 200])
    const serial = (await newestEntry())?.serial
    await api.quarantine('suspect', undefined)
    expect((await newestEntry())?.serial).toBe(serial)
    const subjects = (await api.mails()).map(({ subject }) => subject)
    expect(subjects).toContain('suspect is in quarantine')
    expect(subjects).toContain('suspect is out of quarantine')
    await expect(api.quarantine('never-was', 'x')).rejects.toThrow('does not exist')
  })
})

describe('a transfer', () => {
  test('leaves an owner, whatever the new one does at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const name = `handed-${round}`
      await put(name)
      const password = 'correct horse battery staple 42'
      const heir = await createPerson(api, { password })
      const { id: projectId } = await projectOf(name)
      await api.deps.db.role.create({
        data: { projectId, principalId: heir.userId, role: 'maintainer' },
      })
      const theirs = await signedIn(api, heir)
      const ending = round % 2 === 0 ? 'leave' : 'maintainer'
      const { username } = heir
      const [handed, gone] = await Promise.all([
        browser.ask('POST', at(name, 'transfer'), { username, ending, confirm: name }),
        theirs.ask('POST', '/api/v1/account/deletion', { username, password }),
      ])
      const { roles } = await projectOf(name)
      const owners = roles.filter(({ role }) => role === 'owner').map((role) => role.principalId)
      const outcome = [handed.status, gone.status]
      expect([
        [204, 409],
        [422, 204],
      ]).toContainEqual(outcome)
      expect(owners).toEqual([handed.status === 204 ? heir.userId : owner.userId])
    }
  }, 60_000)
})

describe('a description', () => {
  const change = (name: string, body: object) =>
    browser.ask('PUT', `${at(name, 'releases/1.0')}/description`, body)
  const text = { description: 'New words', contentType: 'text/markdown' }

  test('that was changed is in the JSON, and the file says what it said', async () => {
    await put('described')
    const json = async () =>
      (await send(api.origin, { path: '/pypi/described/json' })).json<{ info: object }>().info
    expect(await json()).toMatchObject({ description: '', project_urls: null })
    const file = new URL((await simpleJson('described')).files[0]!.url).pathname
    const metadata = async () => (await send(api.origin, { path: `${file}.metadata` })).text
    const before = await metadata()
    const links = [{ label: 'Docs', url: 'https://example.org/' }]
    expect((await change('described', { ...text, links })).status).toBe(200)
    expect(await json()).toMatchObject({
      description: 'New words',
      description_content_type: 'text/markdown',
      project_urls: { Docs: 'https://example.org/' },
    })
    expect(await metadata()).toBe(before)
    expect(await newestEntry()).toMatchObject({ action: 'change description', version: '1.0' })
    expect((await check(api, { projects: ['described'] })).findings).toEqual([])
  })

  test('is sanitised, and refused where it does not render', async () => {
    await put('marked')
    const script = { ...text, description: '<script>alert(1)</script> fine', links: [] }
    expect((await change('marked', script)).status).toBe(200)
    const release = await browser.ask('GET', at('marked', 'releases/1.0'))
    expect(release.text).not.toContain('<script')
    // Each character becomes five.
    const long = { description: '&'.repeat(900_000), contentType: 'text/plain', links: [] }
    const answer = await change('marked', long)
    expect([answer.status, answer.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/body/description', code: 'readme_invalid' }] },
    ])
  })

  test('is not changed where the installation forbids it', async () => {
    const strict = await startTestApi({ REFRESH_DESCRIPTIONS: 'false' })
    try {
      const person = await createPerson(strict)
      await publish(strict, await createSecret(strict, person), buildWheel('fixed', '1.0'))
      const theirs = await signedIn(strict, person)
      const path = `${at('fixed', 'releases/1.0')}/description`
      const answer = await theirs.ask('PUT', path, { ...text, links: [] })
      expect([answer.status, answer.json()]).toMatchObject([403, { code: 'forbidden' }])
      const overview = await theirs.ask('GET', at('fixed', 'overview'))
      expect(overview.json()).toMatchObject({ refreshesDescriptions: false })
    } finally {
      await strict.close()
    }
  })
})

describe('the history of a project as a file', () => {
  test('has all of it, in both forms, for its people and their tokens that manage', async () => {
    await put('told')
    await browser.ask('PUT', at('told', 'status'), { status: 'archived', reason: '=1+1' })
    const { id: projectId } = await projectOf('told')
    await api.deps.db.event.createMany({
      data: Array.from({ length: 1_100 }, (_, n) => ({
        kind: 'file-uploaded',
        actorKind: 'user' as const,
        actorName: 'somebody',
        projectId,
        addressHash: 'hash',
        details: { filename: `f${n}`, fromBrowser: 'Firefox' },
        createdAt: new Date(Date.parse('2026-01-01') + Math.floor(n / 7)),
      })),
    })
    const manage = { actions: ['manage'], projects: ['told'] } as const
    const headers = { authorization: `Bearer ${await createSecret(api, owner, manage)}` }
    const json = await send(api.origin, { path: at('told', 'events.json'), headers })
    expect(json.headers['content-disposition']).toBe('attachment; filename="told-history.json"')
    const events = json.json<{ id: string; kind: string; device: unknown }[]>()
    expect(new Set(events.map(({ id }) => id)).size).toBe(1_103)
    expect(events[0]).toMatchObject({ kind: 'project-status-changed', device: null })
    expect(json.text).not.toMatch(/Firefox|hash|127\.0\.0\.1/)

    const csv = await browser.ask('GET', at('told', 'events.csv?group=settings'))
    expect(csv.text.split('\r\n')[0]).toBe('"time","kind","actor","details"')
    expect(csv.text).toContain('"reason: =1+1; status: archived"')
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(3)
    const none = await browser.ask('GET', at('told', 'events.json?until=2020-01-01'))
    expect(none.json()).toEqual([])

    const stranger = await signedIn(api, await createPerson(api))
    expect((await stranger.ask('GET', at('told', 'events.csv'))).status).toBe(403)
    expect((await send(api.origin, { path: at('told', 'events.csv') })).status).toBe(401)
    expect((await browser.ask('GET', at('told', 'events.csv?group=email'))).status).toBe(422)
    expect((await browser.ask('GET', at('never-was', 'events.csv'))).status).toBe(404)
  })
})
