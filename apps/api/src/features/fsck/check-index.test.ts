import { access, readFile, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { attestFile } from '../../test/attest-file.ts'
import { createPerson, createSecret } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildSdist, buildWheel, publish } from '../../test/wheels.ts'
import {
  check,
  cutOff,
  DAY_MS,
  empty,
  flipBit,
  makeOlder,
  pathOf,
  plant,
  removeFile,
  repairing,
} from './test/damage.ts'

let api: TestApi
let secret: string
let count = 0
/** Normalized name of a project with a wheel and an sdist, whole at the beginning of each test. */
let name: string
const wheel = () => `${name.replaceAll('-', '_')}-1.0-py3-none-any.whl`
const sdist = () => `${name.replaceAll('-', '_')}-1.0.tar.gz`
const ORPHAN = `ab/cd/${'0'.repeat(60)}/lost-1.0.tar.gz`

beforeAll(async () => {
  api = await startTestApi()
  secret = await createSecret(api, await createPerson(api))
}, 60_000)
afterAll(() => api.close())

beforeEach(async () => {
  await empty(api)
  count += 1
  name = `checked-${count}`
  await publish(api, secret, buildWheel(name, '1.0', { summary: 'from the wheel' }))
  await publish(api, secret, buildSdist(name, '1.0'))
})

const projectOf = () => api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: name } })
const only = (options = {}) => ({ projects: [name], ...options })
const kindsOf = ({ findings }: { findings: { kind: string }[] }) => findings.map(({ kind }) => kind)
const pageOf = async (project: string) => (await fetch(`${api.origin}/simple/${project}/`)).text()

test('a whole index has no findings, also in depth and with repairs', async () => {
  for (const options of [{}, { deep: true }, repairing()]) {
    const { findings, summary } = await check(api, options)
    expect(findings).toEqual([])
    const files = await api.deps.db.file.count()
    expect(summary).toEqual({
      projects: await api.deps.db.project.count(),
      files,
      // Half of the files are wheels, with a sidecar each.
      stored: files * 1.5,
      recent: 0,
      findings: 0,
      repaired: 0,
    })
  }
})

describe('content', () => {
  test('that is missing, cut off, or changed is found; the latter in depth', async () => {
    await flipBit(await pathOf(api, sdist()))
    expect(kindsOf(await check(api, only()))).toEqual([])
    const deep = await check(api, only({ deep: true }))
    expect(deep.findings).toEqual([
      {
        kind: 'wrong-digest',
        severity: 'error',
        project: name,
        filename: sdist(),
        detail: 'other content by its SHA-256, BLAKE2b-256, MD5',
        repaired: false,
      },
    ])
    await cutOff(await pathOf(api, sdist()))
    expect(kindsOf(await check(api, only()))).toEqual(['wrong-size'])
    await removeFile(await pathOf(api, sdist()))
    const { findings, summary } = await check(api, only(repairing()))
    expect(findings).toMatchObject([
      { kind: 'missing-content', filename: sdist(), repaired: false },
    ])
    expect(summary).toMatchObject({ findings: 1, repaired: 0 })
  })

  test('at a path that its digest does not give', async () => {
    const { id, storagePath } = await api.deps.db.file.findUniqueOrThrow({
      where: { filename: sdist() },
    })
    const moved = storagePath.replace(/^..\/../, 'ff/ff')
    await plant(api, moved, 0, (await readFile(await pathOf(api, sdist()))).toString('latin1'))
    await api.deps.db.file.update({ where: { id }, data: { storagePath: moved } })
    expect(kindsOf(await check(api, only()))).toContain('wrong-path')
    await api.deps.db.file.update({ where: { id }, data: { storagePath } })
    await removeFile(`${api.deps.config.filesFolder}/${moved}`)
  })

  test('of a deleted file is no orphan, and nothing is missed without it', async () => {
    const file = { state: 'deleted' as const, deletedAt: new Date() }
    await api.deps.db.file.update({ where: { filename: sdist() }, data: file })
    await makeOlder(await pathOf(api, sdist()), 3 * DAY_MS)
    expect((await check(api, repairing())).findings).toMatchObject([
      { kind: 'wrong-total', project: name, repaired: true },
      { kind: 'wrong-page', project: name, repaired: true },
      { kind: 'wrong-state', filename: sdist(), repaired: false },
    ])
    await access(await pathOf(api, sdist()))
    await api.deps.db.burntFilename.create({ data: { filename: sdist() } })
    expect(kindsOf(await check(api))).toEqual([])
    await removeFile(await pathOf(api, sdist()))
    expect(kindsOf(await check(api))).toEqual([])
    await api.deps.db.file.update({ where: { filename: sdist() }, data: { deletedAt: null } })
    expect(kindsOf(await check(api))).toEqual(['wrong-state'])
    await api.deps.db.file.update({ where: { filename: sdist() }, data: file })
  })

  test('that no row names, once it is old enough to be nobody under way', async () => {
    const young = await plant(api, ORPHAN, 3_600_000)
    expect(await check(api, repairing())).toMatchObject({ findings: [], summary: { recent: 1 } })
    await makeOlder(young, 2 * DAY_MS)
    const sidecar = await plant(api, `${ORPHAN}.metadata`, 2 * DAY_MS)
    const ofSdist = `${await pathOf(api, sdist())}.metadata`
    await plant(api, ofSdist.slice(api.deps.config.filesFolder.length), 2 * DAY_MS)
    const found = await check(api)
    expect(kindsOf(found)).toEqual(['orphan', 'orphan', 'orphan'])
    expect(found.findings).toContainEqual(
      expect.objectContaining({ filename: ORPHAN, severity: 'warning', project: null }),
    )
    const { summary } = await check(api, repairing('orphans'))
    expect(summary).toMatchObject({ findings: 3, repaired: 3 })
    for (const path of [young, sidecar, ofSdist])
      await expect(access(path)).rejects.toThrow(/ENOENT/)
    expect(await readdir(`${api.deps.config.filesFolder}/ab/cd`)).not.toContain('0'.repeat(60))
    expect(kindsOf(await check(api, { deep: true }))).toEqual([])
  })

  test('that an upload takes up again stays, however old it is', async () => {
    const file = buildSdist(`again-${count}`, '1.0')
    await publish(api, secret, file)
    const path = await pathOf(api, file.filename)
    const { storagePath } = await api.deps.db.file.findUniqueOrThrow({
      where: { filename: file.filename },
    })
    await api.deps.db.file.delete({ where: { filename: file.filename } })
    await makeOlder(path, 5 * DAY_MS)
    await publish(api, secret, file)
    // As if the check had looked for its row before that upload committed.
    const before = new Date(Date.now() - DAY_MS)
    expect(await api.deps.storage.remove(storagePath, before)).toBe(false)
    expect(await readFile(path)).toEqual(file.bytes)
  })

  test('that is not of the store, and uploads of processes that died', async () => {
    const stray = await plant(api, 'README', 9 * DAY_MS)
    const left = await plant(api, '.incoming/left', 2 * DAY_MS)
    const underWay = await plant(api, '.incoming/under-way', 3_600_000)
    expect((await check(api, { ...repairing(), graceMs: 3_600_000 / 2 })).findings).toMatchObject([
      { kind: 'stray-file', filename: 'README', repaired: false },
      { kind: 'abandoned-upload', filename: '.incoming/left', repaired: true },
    ])
    await expect(access(left)).rejects.toThrow(/ENOENT/)
    await removeFile(stray)
    await removeFile(underWay)
  })
})

describe('core metadata', () => {
  test('that is missing or changed is taken from the wheel again', async () => {
    const path = await pathOf(api, wheel(), '.metadata')
    const bytes = await readFile(path)
    await removeFile(path)
    expect(kindsOf(await check(api, only()))).toEqual(['missing-metadata'])
    const mended = await check(api, only(repairing('missing-metadata')))
    expect(mended.findings).toMatchObject([{ kind: 'missing-metadata', repaired: true }])
    expect(await readFile(path)).toEqual(bytes)
    await flipBit(path)
    expect(kindsOf(await check(api, only(repairing('missing-metadata'))))).toEqual([
      'wrong-metadata',
    ])
    expect(await readFile(path)).toEqual(bytes)
    expect(kindsOf(await check(api, only()))).toEqual([])
  })

  test('cannot be taken from a wheel that is gone, or that has other metadata', async () => {
    const { metadataSha256 } = await api.deps.db.file.findUniqueOrThrow({
      where: { filename: wheel() },
    })
    const write = (value: string | null) =>
      api.deps.db.file.update({ where: { filename: wheel() }, data: { metadataSha256: value } })
    await write('0'.repeat(64))
    const found = await check(api, only(repairing('missing-metadata')))
    expect(found.findings).toMatchObject([
      { kind: 'wrong-page' },
      { kind: 'wrong-metadata', repaired: false },
    ])
    expect(found.findings[1]!.detail).toMatch(/has another SHA-256/)
    await write(metadataSha256)
    await removeFile(await pathOf(api, wheel(), '.metadata'))
    await removeFile(await pathOf(api, wheel()))
    expect((await check(api, only(repairing()))).findings).toMatchObject([
      { kind: 'missing-content', repaired: false },
      { kind: 'missing-metadata', repaired: false },
    ])
  })
})

test('a provenance that is about another file, or tells of another entry of the log', async () => {
  const { summary } = await attestFile(api.deps, wheel())
  const other = await attestFile(api.deps, sdist())
  expect(kindsOf(await check(api, only()))).toEqual([])
  const { id: fileId } = await api.deps.db.file.findUniqueOrThrow({ where: { filename: wheel() } })
  for (const [data, detail] of [
    [{ body: other.body }, /^a statement is about '.*\.tar\.gz', not about '.*\.whl'$/],
    [{ body: {} }, 'it is no provenance object'],
    [{ summary: { ...summary, attestations: [] } }, 'its summary tells of other attestations'],
  ] as const) {
    const before = await api.deps.db.provenance.findUniqueOrThrow({ where: { fileId } })
    await api.deps.db.provenance.update({ where: { fileId }, data })
    expect((await check(api, only(repairing()))).findings).toEqual([
      {
        kind: 'wrong-provenance',
        severity: 'error',
        project: name,
        filename: wheel(),
        detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
        repaired: false,
      },
    ])
    const { body, summary: told } = before as { body: object; summary: object }
    await api.deps.db.provenance.update({ where: { fileId }, data: { body, summary: told } })
  }
  await api.deps.db.provenance.delete({ where: { fileId } })
  expect(kindsOf(await check(api, only(repairing())))).toEqual(['wrong-page'])
})

describe('what is derived', () => {
  test.each([
    ['a total size', { totalSize: 1n }, ['wrong-total']],
    ['a newest version', { latestVersion: '0.9' }, ['wrong-latest']],
    ['a summary', { summary: 'of somebody else' }, ['wrong-latest']],
  ])('%s that is wrong is written anew', async (_what, data, kinds) => {
    const before = await projectOf()
    await api.deps.db.project.update({ where: { normalizedName: name }, data })
    expect(kindsOf(await check(api, only()))).toEqual(kinds)
    expect(kindsOf(await check(api, only(repairing('totals'))))).toEqual(kinds)
    expect(await projectOf()).toEqual(before)
    expect(kindsOf(await check(api, only()))).toEqual([])
  })

  test.each([
    ['its HTML', () => api.deps.db.simpleFragment.updateMany({ data: { html: '' } })],
    ['its JSON', () => api.deps.db.simpleFragment.updateMany({ data: { json: '' } })],
    ['its count', () => api.deps.db.simpleFragment.updateMany({ data: { fileCount: 9 } })],
    ['its fragments', () => api.deps.db.simpleFragment.deleteMany()],
    ['its start', () => api.deps.db.simpleFragment.updateMany({ data: { firstKey: '~' } })],
    ['its versions', () => api.deps.db.simplePage.updateMany({ data: { versions: ['9'] } })],
    ['its status', () => api.deps.db.simplePage.updateMany({ data: { status: 'archived' } })],
    ['its head', () => api.deps.db.simplePage.deleteMany()],
  ])('a simple page that is wrong in %s is written anew, and served', async (_what, damage) => {
    const page = await pageOf(name)
    const { serial } = await projectOf()
    await damage()
    api.deps.pages.forgetAll()
    expect((await check(api, only())).findings).toMatchObject([
      { kind: 'wrong-page', project: name, repaired: false },
    ])
    const { summary } = await check(api, repairing('pages'))
    expect(summary.repaired).toBe(summary.findings)
    const { serial: next } = await projectOf()
    expect(next).toBeGreaterThan(serial)
    expect(await pageOf(name)).toBe(page.replace(`SERIAL ${serial}`, `SERIAL ${next}`))
    expect(kindsOf(await check(api))).toEqual([])
  })

  test('keys out of order are computed again, and the page with them', async () => {
    await publish(api, secret, buildWheel(name, '2.0rc1'))
    const page = await pageOf(name)
    await api.deps.db.release.updateMany({
      where: { version: '2.0rc1' },
      data: { sortKey: '0', isPrerelease: false },
    })
    await api.deps.db.file.updateMany({ where: { filename: wheel() }, data: { sortKey: '~' } })
    const found = await check(api, only())
    expect(found.findings.map(({ kind, detail }) => [kind, detail])).toEqual(
      expect.arrayContaining([
        ['wrong-sort-key', 'release 2.0rc1 is out of order'],
        ['wrong-sort-key', `${wheel()} is out of order`],
      ]),
    )
    await check(api, only(repairing()))
    expect(kindsOf(await check(api, only()))).toEqual([])
    const lines = (text: string) => text.split('\n').filter((line) => line.includes('<a '))
    expect(lines(await pageOf(name))).toEqual(lines(page))
  })

  test('a page of no project is removed', async () => {
    const { projectId } = await api.deps.db.simplePage.findFirstOrThrow({ where: { name } })
    await api.deps.db.simplePage.create({
      data: {
        view: 'simple',
        name: 'ghost',
        projectId,
        status: 'active',
        isPublic: true,
        serial: 1,
      },
    })
    expect(await pageOf('ghost')).toContain('Links for ghost')
    expect((await check(api, repairing('pages'))).findings).toMatchObject([
      { kind: 'stray-page', project: 'ghost', repaired: true },
    ])
    expect((await fetch(`${api.origin}/simple/ghost/`)).status).toBe(404)
    expect(kindsOf(await check(api))).toEqual([])
  })
})

describe('serials', () => {
  test('of page and project that differ, or are above the clock', async () => {
    for (const damage of [
      () => api.deps.db.simplePage.updateMany({ where: { name }, data: { serial: 1n } }),
      () =>
        api.deps.db.project.updateMany({ where: { normalizedName: name }, data: { serial: 1n } }),
      async () => {
        const data = { serial: 1_000_000n }
        await api.deps.db.simplePage.updateMany({ where: { name }, data })
        await api.deps.db.project.updateMany({ where: { normalizedName: name }, data })
      },
    ]) {
      await damage()
      const { findings } = await check(api, only(repairing('pages')))
      expect(findings).toMatchObject([{ kind: 'wrong-serial', project: name, repaired: true }])
      expect(kindsOf(await check(api))).toEqual([])
    }
  })

  test('a clock behind the journal stops uploads until it is moved', async () => {
    await api.deps.db.indexClock.update({ where: { id: 1 }, data: { serial: { decrement: 3n } } })
    await expect(publish(api, secret, buildWheel(name, '3.0'))).rejects.toThrow(/^500 /)
    const found = await check(api)
    expect(found.findings[0]).toMatchObject({
      kind: 'wrong-serial',
      project: null,
      repaired: false,
    })
    const mended = await check(api, repairing('pages'))
    expect(mended.summary).toMatchObject({ repaired: mended.findings.length })
    await publish(api, secret, buildWheel(name, '3.0'))
    await check(api, repairing('orphans'))
    expect(kindsOf(await check(api))).toEqual([])
  })

  test('a clock beyond the journal: entries are lost', async () => {
    await api.deps.db.indexClock.update({ where: { id: 1 }, data: { serial: { increment: 3n } } })
    expect((await check(api, repairing())).findings).toMatchObject([
      { kind: 'wrong-serial', project: null, repaired: false },
    ])
    await publish(api, secret, buildWheel(name, '3.0'))
    expect(kindsOf(await check(api))).toEqual([])
  })
})

describe('what only a person can put right', () => {
  const run = (statement: string) => api.deps.database.pool.query(statement)

  test('a hosted project without an owner', async () => {
    const { id } = await projectOf()
    const role = await api.deps.db.role.findFirstOrThrow({ where: { projectId: id } })
    await run('ALTER TABLE roles DISABLE TRIGGER USER')
    await api.deps.db.role.delete({ where: { id: role.id } })
    expect((await check(api, repairing())).findings).toMatchObject([
      { kind: 'no-owner', project: name, repaired: false },
    ])
    await api.deps.db.role.create({ data: role })
    await run('ALTER TABLE roles ENABLE TRIGGER USER')
  })

  test('names and versions that are not kept in their normal form', async () => {
    const where = { normalizedName: name }
    const { name: spelled, foldedName } = await projectOf()
    await api.deps.db.project.update({ where, data: { foldedName: 'x' } })
    expect(kindsOf(await check(api, only()))).toEqual(['wrong-name'])
    await api.deps.db.project.update({ where, data: { foldedName, name: 'Other' } })
    expect(kindsOf(await check(api, only()))).toEqual(['wrong-name', 'wrong-name'])
    await api.deps.db.project.update({ where, data: { name: spelled } })
    const { id } = await projectOf()
    await api.deps.db.release.updateMany({
      where: { projectId: id },
      data: { canonicalVersion: '1.0' },
    })
    expect(kindsOf(await check(api, only()))).toEqual(['wrong-version'])
    await api.deps.db.release.updateMany({
      where: { projectId: id },
      data: { canonicalVersion: '1' },
    })
    expect(kindsOf(await check(api))).toEqual([])
  })

  test('one name twice', async () => {
    await run('DROP INDEX projects_normalized_name_key')
    const other = `${name}-other`
    await publish(api, secret, buildSdist(other, '1.0'))
    await run(`UPDATE projects SET normalized_name = '${name}' WHERE normalized_name = '${other}'`)
    expect((await check(api)).findings).toContainEqual(
      expect.objectContaining({
        kind: 'duplicate-name',
        project: name,
        detail: '2 rows have this project',
      }),
    )
  })
})
