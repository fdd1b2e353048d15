import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseVersion, versionSortKey } from '@wheelhouse/shared-types/python'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { storagePathOf } from '../uploads/publish-distribution.ts'
import { advanceIndex } from './advance-index.ts'
import { JSON_TYPE } from './negotiate.ts'
import { FILES_PLACEHOLDER, renderHtmlFiles, renderJsonFiles } from './render-files.ts'
import { rewritePages } from './rewrite-pages.ts'

const FILES_AT_ONCE = 90
const FILES_SINGLY = 60

describe.each(testedDatabases())('a page in fragments on the %s database', (database) => {
  let api: TestApi
  let owner: Person
  let project: { id: string; normalizedName: string }
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    owner = await createPerson(api)
    await publish(api, await createSecret(api, owner), buildWheel('large', '5.0'))
    project = await api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: 'large' } })
    await addReleases()
  })
  afterAll(() => api.close())

  const path = '/simple/large/'
  const versions = Array.from({ length: 20 }, (_, n) => `${(n * 7) % 20}.${n % 3}`)

  async function addReleases(): Promise<void> {
    await api.deps.db.release.createMany({
      data: versions.map((version) => ({
        projectId: project.id,
        version,
        canonicalVersion: version === '5.0' ? 'other' : version.replace(/\.0$/, ''),
        sortKey: versionSortKey(parseVersion(version)!),
        isPrerelease: false,
        publishedAt: new Date(),
        metadata: {},
      })),
      skipDuplicates: true,
    })
  }

  /** Rows as uploads write them, without the bytes. */
  async function fileRows(from: number, count: number) {
    const releases = await api.deps.db.release.findMany({ where: { projectId: project.id } })
    return Array.from({ length: count }, (_, at) => {
      const number = from + at
      const release = releases[(number * 13) % releases.length]!
      const hash = (salt: string) => createHash('sha256').update(`${salt}${number}`).digest('hex')
      const filename = `large-${release.version}-${number}-py3-none-any.whl`
      return {
        projectId: project.id,
        releaseId: release.id,
        filename,
        sortKey: `${release.sortKey} ${filename}`,
        kind: 'wheel' as const,
        size: BigInt(number + 1),
        sha256: hash('s'),
        blake2b256: hash('b'),
        md5: hash('m').slice(0, 32),
        storagePath: storagePathOf(hash('b'), filename),
        pythonTag: 'py3',
        requiresPython: number % 2 === 0 ? '>=3.9,<4' : null,
        metadataSha256: number % 3 === 0 ? null : hash('d'),
        uploadedAt: new Date(1_700_000_000_000 + number * 1000),
      }
    })
  }

  async function rewrite(sortKeys: readonly string[]): Promise<void> {
    const serial = await withTransaction(api.deps.db, async (tx) => {
      await rewritePages(tx, project, sortKeys)
      return advanceIndex(tx, [{ project, action: 'add file', actor: 'test', at: new Date() }])
    })
    api.deps.pages.forget(project.normalizedName, serial)
  }

  /** Everything rendered anew from the rows, in one piece. */
  async function expectWhole(): Promise<number> {
    const files = await api.deps.db.file.findMany({
      where: { projectId: project.id, state: 'published' },
      include: { release: true },
    })
    const listed = files
      .toSorted((a, b) => (a.sortKey < b.sortKey ? -1 : 1))
      .map(({ release, ...file }) => ({
        ...file,
        yanked: release.yankedAt !== null,
        yankedReason: release.yankedReason,
        provenancePath: null,
      }))
    const place = (text: string) => text.replaceAll(FILES_PLACEHOLDER, api.deps.config.FILES_URL)
    const html = (await send(api.origin, { path })).text
    const anchors = html.slice(html.indexOf('    <a '), html.lastIndexOf('  </body>'))
    expect(anchors === place(renderHtmlFiles(listed))).toBe(true)
    const answer = await send(api.origin, { path, headers: { accept: JSON_TYPE } })
    expect(answer.text).toContain(`"files":[${place(renderJsonFiles(listed))}]}`)
    expect(answer.json<{ files: unknown[] }>().files).toHaveLength(files.length)
    const fragments = await api.deps.db.simpleFragment.findMany({
      where: { projectId: project.id },
      orderBy: { firstKey: 'asc' },
    })
    expect(fragments[0]!.firstKey).toBe('')
    expect(fragments.reduce((sum, fragment) => sum + fragment.fileCount, 0)).toBe(files.length)
    expect(Math.max(...fragments.map((fragment) => fragment.fileCount))).toBeLessThanOrEqual(100)
    return fragments.length
  }

  test('of 150 files, that came in any order, is the page rendered in one piece', async () => {
    const rows = await fileRows(0, FILES_AT_ONCE)
    await api.deps.db.file.createMany({ data: rows })
    await rewrite(rows.map((row) => row.sortKey))
    expect(await expectWhole()).toBe(1)
    for (const row of await fileRows(FILES_AT_ONCE, FILES_SINGLY)) {
      await api.deps.db.file.create({ data: row })
      await rewrite([row.sortKey])
    }
    expect(await expectWhole()).toBeGreaterThan(1)
  })

  test('keeps that with a file before all others, yanks, un-yanks, deletions and uploads', async () => {
    const secret = await createSecret(api, owner)
    await publish(api, secret, buildWheel('large', '0.0.dev1'))
    await expectWhole()
    const browser = await signedIn(api, owner)
    const yank = '/api/v1/projects/large/releases/0.0.dev1/yank'
    for (const [method, body] of [
      ['PUT', { reason: 'first' }],
      ['DELETE', undefined],
    ] as const) {
      expect((await browser.ask(method, yank, body)).status).toBe(200)
      await expectWhole()
    }
    await publish(api, secret, buildWheel('large', '99.0'))
    await expectWhole()
    for (const version of ['0.0.dev1', '99.0', '5.0']) {
      const name = `large-${version}-py3-none-any.whl`
      const file = `/api/v1/projects/large/files/${name}?confirm=${name}`
      expect((await browser.ask('DELETE', file)).status).toBe(200)
      await expectWhole()
    }
    // A whole release of many files at once.
    const { version } = await api.deps.db.release.findFirstOrThrow({
      where: { projectId: project.id, files: { some: { filename: { contains: '-7-py3' } } } },
    })
    const many = `/api/v1/projects/large/releases/${version}/yank`
    expect((await browser.ask('PUT', many, { reason: 'many' })).status).toBe(200)
    await expectWhole()
  })

  test('that lost all its files is empty, and takes new ones', async () => {
    const { db } = api.deps
    const files = await db.file.findMany({ where: { projectId: project.id } })
    await db.file.updateMany({ where: { projectId: project.id }, data: { state: 'deleted' } })
    await rewrite(files.map((file) => file.sortKey))
    const json = (await send(api.origin, { path, headers: { accept: JSON_TYPE } })).json()
    expect(json).toMatchObject({ versions: [], files: [] })
    await publish(api, await createSecret(api, owner), buildWheel('large', '100.0'))
    await expectWhole()
  })

  test('of a quarantined project offers no file and says so', async () => {
    await api.deps.db.project.update({
      where: { id: project.id },
      data: { status: 'quarantined', statusReason: 'under <review>' },
    })
    await rewrite([])
    const { text } = await send(api.origin, { path })
    expect(text).toContain('<meta name="pypi:project-status" content="quarantined">')
    expect(text).toContain('under &lt;review&gt;')
    expect(text).not.toContain('<a ')
    const json = (await send(api.origin, { path, headers: { accept: JSON_TYPE } })).json()
    expect(json).toMatchObject({
      'project-status': { status: 'quarantined', reason: 'under <review>' },
      versions: [],
      files: [],
    })
  })
})
