import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Deletion, DeletionConsequences } from '@wheelhouse/shared-types'
import {
  createPerson,
  createSecret,
  PASSWORD,
  signedIn,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { basic, buildSdist, buildWheel, publish, upload } from '../../test/wheels.ts'
import { check } from '../fsck/test/damage.ts'
import { endDeletions } from './end-deletions.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What a test does with one installation. */
function toolsOf(api: TestApi) {
  const at = (project: string) => `/api/v1/projects/${project}`
  const get = (path: string, headers: Record<string, string> = {}) =>
    send(api.origin, { path, headers })
  const rpc = async (method: string, ...parameters: (string | number)[]) => {
    const params = parameters
      .map(
        (value) =>
          `<param><value>${typeof value === 'number' ? `<int>${value}</int>` : `<string>${value}</string>`}</value></param>`,
      )
      .join('')
    const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`
    const headers = { 'content-type': 'text/xml' }
    return (await send(api.origin, { method: 'POST', path: '/pypi', headers, body })).text
  }
  return {
    get,
    rpc,
    remove: async (caller: TestCaller, place: string, confirm: string) => {
      const answer = await caller.ask('DELETE', `${place}?confirm=${confirm}`)
      expect([place, answer.status]).toEqual([place, 200])
      return answer.json() as unknown as Deletion
    },
    undo: (caller: TestCaller, { normalizedName, id }: Deletion) =>
      caller.ask('POST', `${at(normalizedName)}/deletions/${id}/undo`),
    at,
    /** Lines of the journal after a serial, as a mirror reads them: name, version, action. */
    changesAfter: async (serial: number) => {
      const text = await rpc('changelog_since_serial', serial)
      return [...text.matchAll(/<data>((?:(?!<data>).)*?)<\/data>/gs)]
        .map(([, line]) => [...line!.matchAll(/<string>([^<]*)<\/string>/g)].map(([, one]) => one))
        .filter((line) => line.length > 0)
        .map((line) => line.join(' '))
    },
    serial: async () =>
      Number((await api.deps.db.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial),
    /** Subjects and recipients of mails since `count` of them, sorted. */
    mailsAfter: async (count: number) =>
      (await api.mails())
        .slice(count)
        .map(({ to, subject }) => `${to}: ${subject}`)
        .toSorted(),
    /** Waits for the list of all projects, whose builds are spaced. */
    root: async (isRight: (text: string) => boolean) => {
      let { text } = await get('/simple/')
      for (let tries = 0; tries < 100 && !isRight(text); tries += 1) {
        await sleep(50)
        text = (await get('/simple/')).text
      }
      return text
    },
  }
}

describe.each(testedDatabases())('deleting on the %s database', (database) => {
  let api: TestApi
  let owner: Person
  let second: Person
  let maintainer: Person
  let browser: TestCaller
  let secret: string
  let tools: ReturnType<typeof toolsOf>

  beforeAll(async () => {
    api = await startTestApi({}, { database })
    tools = toolsOf(api)
    owner = await createPerson(api)
    second = await createPerson(api)
    maintainer = await createPerson(api)
    browser = await signedIn(api, owner)
    secret = await createSecret(api, owner)
  }, 60_000)
  afterAll(() => api.close())

  const join = async (name: string, { userId }: Person, role: 'owner' | 'maintainer') => {
    const { id: projectId } = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: name },
    })
    await api.deps.db.role.create({ data: { projectId, principalId: userId, role } })
  }
  const rowOf = (filename: string) => api.deps.db.file.findUniqueOrThrow({ where: { filename } })

  test('a release goes from every page at once, tells its owners, and comes back as it was', async () => {
    const { get, at } = tools
    const files = [buildWheel('goes', '1.0'), buildSdist('goes', '1.0')]
    for (const file of files) await publish(api, secret, file)
    await publish(api, secret, buildWheel('goes', '2.0'))
    await join('goes', second, 'owner')
    await join('goes', maintainer, 'maintainer')
    const paths = ['/simple/goes/', '/pypi/goes/json', '/rss/project/goes/releases.xml']
    const file = `/packages/${(await rowOf(files[0]!.filename)).storagePath}`
    const read = async () =>
      Promise.all([...paths, file].map(async (path) => (await get(path)).text))
    const before = await read()
    const [serial, mails] = [await tools.serial(), (await api.mails()).length]

    const deletion = await tools.remove(browser, `${at('goes')}/releases/1.0`, '1.0')
    expect(deletion).toMatchObject({ kind: 'release', target: '1.0', fileCount: 2 })
    const [simple, json, feed] = await read()
    expect(simple).not.toContain('goes-1.0')
    expect(simple).toContain('goes-2.0')
    expect(Object.keys((JSON.parse(json!) as { releases: object }).releases)).toEqual(['2.0'])
    expect(feed).not.toContain('goes/1.0')
    expect((await get(file)).status).toBe(404)
    expect((await get(`${file}.metadata`)).status).toBe(404)
    expect((await get('/pypi/goes/1.0/json')).status).toBe(404)
    const again = await upload(api, secret, files[0]!)
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('previously used')])
    const project = () =>
      api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: 'goes' } })
    expect((await project()).totalSize).toBe((await rowOf('goes-2.0-py3-none-any.whl')).size)

    expect((await tools.undo(browser, deletion)).status).toBe(204)
    const after = await read()
    const plain = (text: string) => text.replace(/SERIAL \d+|"_?last.serial": ?\d+/g, '')
    expect(after.map(plain)).toEqual(before.map(plain))
    expect((await upload(api, secret, files[0]!)).status).toBe(200)
    expect(await tools.changesAfter(serial)).toEqual([
      'goes 1.0 remove release',
      'goes 1.0 new release',
      `goes 1.0 add py3 file ${files[0]!.filename}`,
      `goes 1.0 add source file ${files[1]!.filename}`,
    ])
    const told = [owner, second].flatMap(({ email }) => [
      `${email}: Back again: release goes 1.0`,
      `${email}: Deleted: release goes 1.0`,
    ])
    expect(await tools.mailsAfter(mails)).toEqual(told.toSorted())
    const events = await api.deps.db.event.findMany({
      where: {
        project: { normalizedName: 'goes' },
        kind: { in: ['release-deleted', 'deletion-undone'] },
      },
      orderBy: { createdAt: 'asc' },
    })
    expect(events.map(({ kind, details }) => [kind, details])).toMatchObject([
      ['release-deleted', { version: '1.0', files: 2 }],
      ['deletion-undone', { deleted: 'release', target: '1.0', files: 2 }],
    ])
  })

  test('a version that was published anew keeps the deleted release away until it is deleted itself', async () => {
    const { at } = tools
    await publish(api, secret, buildWheel('anew', '1.0', { summary: 'first' }))
    const first = await tools.remove(browser, `${at('anew')}/releases/1.0`, '1.0')
    await publish(
      api,
      secret,
      buildWheel('anew', '1', { tag: 'py3-none-win32', summary: 'second' }),
    )
    const summary = async () =>
      (await browser.ask('GET', `${at('anew')}/releases/1.0`)).json()['summary']
    expect(await summary()).toBe('second')
    const blocked = await tools.undo(browser, first)
    expect([blocked.status, blocked.json()]).toMatchObject([409, { reason: 'version-taken' }])
    await tools.remove(browser, `${at('anew')}/releases/1`, '1')
    expect((await tools.undo(browser, first)).status).toBe(204)
    expect(await summary()).toBe('first')
  })

  test('a source distribution does not come back beside another one', async () => {
    const { at } = tools
    await publish(api, secret, buildWheel('sources', '1.0'))
    await publish(api, secret, buildSdist('sources', '1.0'))
    const filename = 'sources-1.0.tar.gz'
    const deletion = await tools.remove(browser, `${at('sources')}/files/${filename}`, filename)
    const row = await rowOf(filename)
    const { id: _, publishedBy: _none, ...columns } = row
    await api.deps.db.file.create({
      data: {
        ...columns,
        filename: 'sources-1.0.zip',
        sortKey: `${row.sortKey}z`,
        blake2b256: 'a'.repeat(64),
        storagePath: 'aa/other.zip',
        state: 'published',
        deletedAt: null,
        deletionId: null,
      },
    })
    const blocked = await tools.undo(browser, deletion)
    expect([blocked.status, blocked.json()]).toMatchObject([409, { reason: 'sdist-taken' }])
    await api.deps.db.file.delete({ where: { filename: 'sources-1.0.zip' } })
  })

  test('says what a project would take with it, and who requires it', async () => {
    const { at } = tools
    await publish(api, secret, buildWheel('base_lib', '1.0'))
    for (const [name, requirement] of [
      ['needs-base', 'Base.Lib>=1; extra == "x"'],
      ['needs-other', 'base-lib-extras'],
      ['needed-once', 'base-lib'],
    ] as const) {
      await publish(api, secret, buildWheel(name, '1.0', { requiresDist: [requirement] }))
    }
    await publish(api, secret, buildWheel('needed-once', '2.0'))
    await join('base-lib', maintainer, 'maintainer')
    await createSecret(api, owner, { projects: ['base-lib'] })
    const { storagePath, size } = await rowOf('base_lib-1.0-py3-none-any.whl')
    await tools.get(`/packages/${storagePath}`)
    await api.deps.downloads.flush()
    const answer = await browser.ask('GET', `${at('base-lib')}/deletion`)
    expect(answer.json() as unknown as DeletionConsequences).toEqual({
      kind: 'project',
      confirm: 'base_lib',
      releases: 1,
      files: 1,
      size: Number(size),
      downloads: 1,
      dependants: { count: 1, isMore: false, names: ['needs-base'] },
      isLast: false,
      latestVersion: null,
      invitations: 0,
      tokens: 1,
      publishers: 0,
      mailed: [owner.username, maintainer.username].toSorted(),
      undoDays: 7,
    })
  })

  test('a deleted project is nowhere, takes no uploads, and comes back whole', async () => {
    const { get, at, rpc } = tools
    const file = buildWheel('Whole.Thing', '1.0', { summary: 'about whole things' })
    await publish(api, secret, file)
    await publish(api, secret, buildWheel('whole-thing', '2.0'))
    await join('whole-thing', maintainer, 'maintainer')
    const stored = `/packages/${(await rowOf(file.filename)).storagePath}`
    expect(await tools.root((text) => text.includes('whole-thing'))).toContain('whole-thing')
    const [serial, mails] = [await tools.serial(), (await api.mails()).length]
    const deletion = await tools.remove(browser, at('Whole.Thing'), 'whole-thing')

    const authorization = basic(secret)
    for (const path of ['/simple/whole-thing/', '/pypi/whole-thing/json', stored]) {
      for (const headers of [{}, { authorization }, browser.headers]) {
        expect([path, (await get(path, headers)).status]).toEqual([path, 404])
      }
    }
    expect(await tools.root((text) => !text.includes('whole-thing'))).not.toContain('whole-thing')
    for (const path of [
      '/rss/updates.xml',
      '/rss/packages.xml',
      '/sitemap-1.xml',
      '/stats',
      '/api/v1/projects?q=whole',
    ]) {
      expect([path, (await get(path)).text]).toEqual([
        path,
        expect.not.stringMatching(/whole.thing/i),
      ])
    }
    expect((await browser.ask('GET', '/api/v1/account/projects')).text).not.toMatch(/whole.thing/i)
    for (const [method, ...parameters] of [
      ['list_packages_with_serial'],
      ['package_roles', 'whole-thing'],
      ['user_packages', owner.username],
    ] as const) {
      expect([method, await rpc(method, ...parameters)]).toEqual([
        method,
        expect.not.stringMatching(/whole.thing/i),
      ])
    }
    const stranger = await createSecret(api, await createPerson(api))
    for (const who of [secret, stranger]) {
      const refused = await upload(api, who, buildWheel('whole-thing', '3.0'))
      expect([refused.status, refused.text]).toEqual([
        403,
        expect.stringContaining('was deleted; its owners can undo that until 20'),
      ])
    }
    const token = await browser.ask('POST', '/api/v1/tokens', {
      name: 'for a deleted one',
      scope: { kind: 'projects', projects: ['whole-thing'] },
    })
    expect(token.status).toBe(422)

    expect((await tools.undo(browser, deletion)).status).toBe(204)
    expect((await get('/simple/whole-thing/')).text).toContain(file.filename)
    expect((await get(stored)).status).toBe(200)
    expect(await tools.root((text) => text.includes('whole-thing'))).toContain('whole-thing')
    expect(await tools.changesAfter(serial)).toEqual([
      'whole-thing remove project',
      'whole-thing create',
      'whole-thing 1.0 new release',
      'whole-thing 2.0 new release',
      `whole-thing 1.0 add py3 file ${file.filename}`,
      'whole-thing 2.0 add py3 file whole_thing-2.0-py3-none-any.whl',
    ])
    const told = [owner, maintainer].flatMap(({ email }) => [
      `${email}: Back again: project whole-thing`,
      `${email}: Deleted: project whole-thing`,
    ])
    expect(await tools.mailsAfter(mails)).toEqual(told.toSorted())
  })

  test('a private project stays unknown to strangers when it is deleted, and for ever after', async () => {
    const { at } = tools
    const serial = await tools.serial()
    await publish(api, secret, buildWheel('hush', '1.0'))
    await browser.ask('PUT', `${at('hush')}/visibility`, { visibility: 'private' })
    const deletion = await tools.remove(browser, at('hush'), 'hush')
    const stranger = await createSecret(api, await createPerson(api))
    const refused = await upload(api, stranger, buildWheel('hush', '2.0'))
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining("isn't allowed to upload"),
    ])
    expect((await tools.changesAfter(serial)).join()).not.toContain('hush')
    expect((await tools.undo(browser, deletion)).status).toBe(204)
    expect((await tools.get('/simple/hush/')).status).toBe(404)
    expect((await tools.get('/simple/hush/', browser.headers)).status).toBe(200)
    await tools.remove(browser, at('hush'), 'hush')
    api.clock.advance(8 * DAY_MS)
    await endDeletions(api.deps)
    expect(await api.deps.db.project.count({ where: { normalizedName: 'hush' } })).toBe(0)
    expect((await tools.changesAfter(serial)).join()).not.toContain('hush')
    expect((await upload(api, stranger, buildWheel('hush', '2.0'))).status).toBe(200)
    // What another project did under the name is not told with it.
    const told = await tools.changesAfter(serial)
    expect(told).toContain('hush create')
    expect(told.join()).not.toContain('hush-1.0')
  })

  test('after the days to undo it is final: the name is free, names of files are not', async () => {
    const { at } = tools
    const person = await createPerson(api)
    const hers = await signedIn(api, person)
    const wheel = buildWheel('ends', '1.0')
    const own = await createSecret(api, person)
    await publish(api, own, wheel)
    await publish(api, own, buildWheel('ends', '2.0'))
    const release = await tools.remove(hers, `${at('ends')}/releases/2.0`, '2.0')
    api.clock.advance(7 * DAY_MS - 60_000)
    await endDeletions(api.deps)
    const fresh = await signedIn(api, person)
    expect((await tools.undo(fresh, release)).status).toBe(204)
    const project = await tools.remove(fresh, at('ends'), 'ends')
    api.clock.advance(7 * DAY_MS)
    const late = await signedIn(api, person)
    const over = await tools.undo(late, project)
    expect([over.status, over.json()]).toMatchObject([409, { code: 'undo_ended' }])
    await endDeletions(api.deps)
    expect((await tools.undo(late, project)).status).toBe(404)
    const { db } = api.deps
    expect(await db.deletion.count({ where: { id: project.id } })).toBe(0)
    const next = await createSecret(api, await createPerson(api))
    const burnt = await upload(api, next, wheel)
    expect([burnt.status, burnt.text]).toEqual([400, expect.stringContaining('previously used')])
    expect((await upload(api, next, buildWheel('Ends', '3.0'))).status).toBe(200)
    // Who deleted it stays in her own history.
    const told = await late.ask('GET', '/api/v1/account/events?group=project')
    expect(told.text).toContain('"project-deleted"')
  })

  test('of twenty at once one deletes and one brings back; nothing is counted twice', async () => {
    const { at } = tools
    await publish(api, secret, buildWheel('raced', '1.0'))
    await publish(api, secret, buildSdist('raced', '1.0'))
    const before = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'raced' },
    })
    const callers = await Promise.all(Array.from({ length: 20 }, () => signedIn(api, owner)))
    for (const [place, confirm] of [
      [`${at('raced')}/files/raced-1.0.tar.gz`, 'raced-1.0.tar.gz'],
      [`${at('raced')}/releases/1.0`, '1.0'],
      [at('raced'), 'raced'],
    ] as const) {
      const deleted = await Promise.all(
        callers.map((caller) => caller.ask('DELETE', `${place}?confirm=${confirm}`)),
      )
      const won = deleted.filter(({ status }) => status === 200)
      expect([won.length, deleted.filter(({ status }) => status === 404).length]).toEqual([1, 19])
      const deletion = won[0]!.json() as unknown as Deletion
      const undone = await Promise.all(callers.map((caller) => tools.undo(caller, deletion)))
      expect(undone.filter(({ status }) => status === 204)).toHaveLength(1)
      expect(undone.filter(({ status }) => status === 409)).toHaveLength(19)
    }
    const after = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'raced' },
    })
    expect([after.totalSize, after.visibility, after.deletionId]).toEqual([
      before.totalSize,
      'public',
      null,
    ])
    expect(await api.deps.db.burntFilename.count({ where: { projectId: before.id } })).toBe(0)
  }, 60_000)

  test('an undoing at the moment of the end: either it is back, or it is gone for good', async () => {
    const { at } = tools
    for (let round = 0; round < 5; round += 1) {
      const name = `edge-${round}`
      await publish(api, secret, buildWheel(name, '1.0'))
      const own = await signedIn(api, owner)
      const deletion = await tools.remove(own, at(name), name)
      const { id } = deletion
      const undoUntil = api.deps.clock.now()
      const [undone] = await Promise.all([
        tools.undo(own, deletion),
        api.deps.db.deletion
          .update({ where: { id }, data: { undoUntil } })
          .then(() => endDeletions(api.deps)),
      ])
      const page = (await tools.get(`/simple/${name}/`)).status
      expect([
        [204, 200],
        [409, 404],
        [404, 404],
      ]).toContainEqual([undone.status, page])
    }
  })

  test('who deletes their account ends what only they could undo', async () => {
    const { at } = tools
    const person = await createPerson(api, { password: PASSWORD })
    await publish(api, await createSecret(api, person), buildWheel('orphaned', '1.0'))
    const own = await signedIn(api, person)
    await tools.remove(own, at('orphaned'), 'orphaned')
    const gone = await own.ask('POST', '/api/v1/account/deletion', {
      username: person.username,
      password: PASSWORD,
    })
    expect(gone.status).toBe(204)
    expect(await api.deps.db.project.count({ where: { normalizedName: 'orphaned' } })).toBe(0)
  })

  test('leaves an index in which nothing is wrong, deleted projects among it', async () => {
    const { at } = tools
    await publish(api, secret, buildWheel('last-one', '1.0'))
    await tools.remove(await signedIn(api, owner), at('last-one'), 'last-one')
    const { findings } = await check(api, {})
    expect(findings).toEqual([])
    await api.deps.db.simplePage.create({
      data: {
        view: 'simple',
        name: 'last-one',
        projectId: (
          await api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: 'last-one' } })
        ).id,
        status: 'active',
        versions: [],
        isPublic: true,
        serial: 0n,
      },
    })
    const found = await check(api, { projects: ['last-one'] })
    expect(found.findings).toMatchObject([{ kind: 'wrong-page' }])
  })
})

test('without days to undo a deletion is final at once', async () => {
  const api = await startTestApi({ UNDO_DAYS: '0' })
  try {
    const tools = toolsOf(api)
    const owner = await createPerson(api)
    const browser = await signedIn(api, owner)
    const secret = await createSecret(api, owner)
    for (const name of ['now', 'now-private']) {
      await publish(api, secret, buildWheel(name, '1.0'))
      await publish(api, secret, buildWheel(name, '2.0'))
    }
    await browser.ask('PUT', `${tools.at('now-private')}/visibility`, { visibility: 'private' })
    const release = await tools.remove(browser, `${tools.at('now')}/releases/1.0`, '1.0')
    expect(release.undoUntil).toBeNull()
    expect((await tools.undo(browser, release)).json()).toMatchObject({ code: 'undo_ended' })
    for (const name of ['now', 'now-private']) await tools.remove(browser, tools.at(name), name)
    expect(await api.deps.db.project.count()).toBe(0)
    const told = await tools.changesAfter(0)
    expect(told.at(-1)).toBe('now remove project')
    expect(told.join()).not.toContain('now-private')
    const next = await createSecret(api, await createPerson(api))
    expect((await upload(api, next, buildWheel('now', '3.0'))).status).toBe(200)
  } finally {
    await api.close()
  }
})
