import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createUser } from '../accounts/create-user.ts'
import { issueToken } from '../tokens/issue-token.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { importDistributions } from './import-distributions.ts'
import {
  makeSdist,
  makeWheel,
  orderFor,
  readProjectPage,
  startFolderSource,
  startSource,
  type TestFile,
} from './test/sources.ts'

// Two indexes are started.
jest.setTimeout(120_000)

let api: TestApi
let folder: string

beforeAll(async () => {
  api = await startTestApi()
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-import-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

const put = (file: TestFile, where = folder) => writeFile(join(where, file.filename), file.bytes)
const incoming = () => readdir(join(api.deps.config.filesFolder, '.incoming'))

async function makeAccount({ deps }: TestApi, username: string) {
  const at = deps.clock.now()
  const { userId } = await deps.db.$transaction((tx) =>
    createUser(tx, {
      username,
      name: '',
      email: `${username}@example.org`,
      passwordHash: null,
      at,
      verified: true,
    }),
  )
  const { secret } = await deps.db.$transaction((tx) =>
    issueToken(tx, {
      userId,
      name: 'test',
      actions: ['upload', 'yank', 'manage', 'read'],
      target: 'account',
      at,
      expiresAt: null,
    }),
  )
  return { userId, token: secret }
}

describe('files and folders', () => {
  test('a folder is walked, wheels give the metadata, and what is here is unchanged', async () => {
    const root = join(folder, 'tree')
    await mkdir(join(root, 'deep', 'er'), { recursive: true })
    await put(makeSdist('walked', '1.0', 'Summary: from the sdist\n'), root)
    await put(makeWheel('walked', '1.0', 'Summary: from the wheel\n'), join(root, 'deep', 'er'))
    await put(makeWheel('other_one', '2.0'), join(root, 'deep'))
    const outside = makeWheel('linked', '1.0')
    await put(outside)
    await symlink(join(folder, outside.filename), join(root, outside.filename))
    await symlink('/nowhere', join(root, 'broken-1.0.tar.gz'))
    await symlink(root, join(root, 'circle'))
    await writeFile(join(root, 'notes.txt'), 'no distribution')
    await writeFile(join(root, 'backup-lastyear.tar.gz'), 'no distribution either')

    const first = await importDistributions(api.deps, orderFor([root]))
    expect(first).toMatchObject({ imported: 4, unchanged: 0, skipped: 1, refused: 0, failed: 0 })
    expect(first.skippedFor).toEqual({ version: 1 })

    const files = await readProjectPage(api.origin, 'walked')
    expect(files.map((file) => file.filename).toSorted()).toEqual([
      'walked-1.0-py3-none-any.whl',
      'walked-1.0.tar.gz',
    ])
    const project = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'walked' },
      include: { roles: true },
    })
    expect(project).toMatchObject({ origin: 'imported', summary: 'from the wheel', roles: [] })

    const again = await importDistributions(api.deps, orderFor([root]))
    expect(again).toMatchObject({ imported: 0, unchanged: 4, skipped: 1, refused: 0, failed: 0 })
    expect(await incoming()).toEqual([])
  })

  test('one file of a name, with other bytes later, is refused; a missing path fails', async () => {
    const path = join(folder, 'rebuilt-1.0-py3-none-any.whl')
    await put(makeWheel('rebuilt', '1.0'))
    expect(await importDistributions(api.deps, orderFor([path]))).toMatchObject({ imported: 1 })

    await put(makeWheel('rebuilt', '1.0', 'Summary: again\n'))
    const order = orderFor([path, join(folder, 'nothing')])
    expect(await importDistributions(api.deps, order)).toMatchObject({ refused: 1, failed: 1 })
    // Sources are listed while files of those before are worked on.
    const problems = order.problems.toSorted((one, other) => (one.outcome > other.outcome ? -1 : 1))
    expect(problems).toMatchObject([
      { outcome: 'refused', what: 'rebuilt-1.0-py3-none-any.whl', reason: 'file-exists' },
      { outcome: 'failed', what: join(folder, 'nothing') },
    ])
  })

  test('the inspection of uploads holds: a broken archive is refused with its reason', async () => {
    const good = makeWheel('broken', '1.0')
    await put({ ...good, bytes: good.bytes.subarray(0, 200) })
    const order = orderFor([join(folder, good.filename)])
    const summary = await importDistributions(api.deps, order)
    expect(summary).toMatchObject({ imported: 0, refused: 1 })
    expect(summary.problems[0]).toMatchObject({ outcome: 'refused', what: good.filename })
    expect(await incoming()).toEqual([])
  })

  test('an owner gets new projects; a project that exists keeps its roles', async () => {
    const owner = await makeAccount(api, 'importer')
    const other = await makeAccount(api, 'somebody-else')
    const path = join(folder, 'owned')
    await mkdir(path)
    await put(makeWheel('owned', '1.0'), path)
    await importDistributions(api.deps, orderFor([path], { ownerId: owner.userId }))
    await put(makeWheel('owned', '1.1'), path)
    await importDistributions(api.deps, orderFor([path], { ownerId: other.userId }))

    const project = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'owned' },
      include: { roles: true, releases: true },
    })
    expect(project.origin).toBe('hosted')
    expect(project.releases).toHaveLength(2)
    expect(project.roles).toMatchObject([{ principalId: owner.userId, role: 'owner' }])
  })
})

describe('another Wheelhouse', () => {
  let source: TestApi
  let token: string
  const uploaded = new Date(Date.now() - 400 * 24 * 60 * 60 * 1000)

  const upload = async (file: TestFile, name: string, version: string) => {
    const form = new FormData()
    form.set(':action', 'file_upload')
    form.set('protocol_version', '1')
    form.set('metadata_version', '2.1')
    form.set('name', name)
    form.set('version', version)
    form.set('filetype', file.filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist')
    form.set('pyversion', file.filename.endsWith('.whl') ? 'py3' : 'source')
    form.set('sha256_digest', file.sha256)
    form.set('content', new Blob([new Uint8Array(file.bytes)]), file.filename)
    const response = await fetch(`${source.origin}/legacy/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    })
    if (response.status !== 200)
      throw new Error(`upload: ${response.status} ${await response.text()}`)
  }

  beforeAll(async () => {
    source = await startTestApi()
    source.clock.advance(uploaded.getTime() - Date.now())
    token = (await makeAccount(source, 'upstream')).token
    for (const version of ['1.0', '1.1', '2.0', '2.1rc1']) {
      await upload(makeWheel('mirrored', version, 'Requires-Python: >=3.9\n'), 'mirrored', version)
    }
    await upload(makeSdist('mirrored', '1.1'), 'mirrored', '1.1')
    await upload(makeWheel('beside', '1.0'), 'beside', '1.0')
    const response = await fetch(`${source.origin}/api/v1/projects/mirrored/releases/1.1/yank`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'eats data' }),
    })
    if (response.status !== 200) throw new Error(`yank: ${response.status}`)
  })
  afterAll(() => source.close())

  test('projects come with upload times, yanks and digests; pre-releases only when asked', async () => {
    const root = new URL(`${source.origin}/simple/`)
    const projects = new Set(['mirrored'])
    const finals = await importDistributions(api.deps, orderFor([root], { projects, latest: 2 }))
    expect(finals).toMatchObject({ imported: 3, skipped: 0, refused: 0, failed: 0 })

    const there = await readProjectPage(source.origin, 'mirrored')
    const here = await readProjectPage(api.origin, 'mirrored')
    const plain = (files: typeof here) =>
      files.map(({ filename, yanked, hashes, size, ...file }) => ({
        filename,
        yanked,
        sha256: hashes.sha256,
        size,
        uploadedAt: file['upload-time'],
        requiresPython: file['requires-python'],
      }))
    const newest = plain(there).filter(({ filename }) => /-(1\.1|2\.0)[-.]/.test(filename))
    expect(newest).toHaveLength(3)
    expect(plain(here)).toEqual(newest)
    expect(here.filter((file) => file.yanked === 'eats data')).toHaveLength(2)
    expect(Math.abs(Date.parse(here[0]!['upload-time']) - uploaded.getTime())).toBeLessThan(60_000)

    const rest = await importDistributions(api.deps, orderFor([root], { projects }))
    expect(rest).toMatchObject({ imported: 2, unchanged: 3, refused: 0, failed: 0 })
    expect(plain(await readProjectPage(api.origin, 'mirrored'))).toEqual(plain(there))
    // Only the two that were missing were fetched.
    const sizes = plain(there).filter(({ filename }) => /-(1\.0|2\.1rc1)-/.test(filename))
    expect(rest.bytes).toBe(sizes.reduce((sum, { size }) => sum + size, 0))
  })

  test('a root needs names or --all; a project page needs neither', async () => {
    const bare = orderFor([new URL(`${source.origin}/simple/`)])
    expect(await importDistributions(api.deps, bare)).toMatchObject({ imported: 0, failed: 1 })
    expect(bare.problems[0]!.message).toMatch(/root of an index with 2 projects.*--project.*--all/)

    const page = orderFor([new URL(`${source.origin}/simple/beside/`)])
    expect(await importDistributions(api.deps, page)).toMatchObject({ imported: 1, failed: 0 })

    const all = orderFor([new URL(`${source.origin}/simple/`)], { all: true })
    expect(await importDistributions(api.deps, all)).toMatchObject({ unchanged: 6, failed: 0 })

    const unknown = orderFor([new URL(`${source.origin}/simple/`)], {
      projects: new Set(['no-such']),
    })
    expect(await importDistributions(api.deps, unknown)).toMatchObject({ failed: 1 })
    expect(unknown.problems[0]!.message).toBe('not found (404)')
  })
})

describe('a static page', () => {
  test('relative links, digests, yanks and Requires-Python are read; old formats are skipped', async () => {
    const wheel = makeWheel('static_demo', '1.0')
    const yanked = makeWheel('static_demo', '0.9')
    const sdist = makeSdist('static_demo', '1.0')
    const stray = makeWheel('flask', '9.9')
    const md5 = createHash('md5').update(sdist.bytes).digest('hex')
    const source = await startFolderSource({
      '/mirror/static-demo/': `<!DOCTYPE html><html><head><title>x</title></head><body>
        <a href="../../files/${wheel.filename}#sha256=${wheel.sha256.toUpperCase()}" data-requires-python="&gt;=3.8">w</a>
        <a href=/files/${yanked.filename}#sha256=${yanked.sha256} data-yanked="bad &amp; worse">y</a>
        <a href="/files/${sdist.filename}#md5=${md5}">s</a>
        <a href="/files/${stray.filename}#sha256=${stray.sha256}">stray</a>
        <a href="/files/static_demo-0.1-py3.9.egg">egg</a> <a href="/files/static_demo-0.2.zip">zip</a>
        <a href="/files/static_demo-0.1.win32.exe">exe</a>
        <a href="/files/static_demo-2004b-final.tar.gz">odd</a>
        <a href="https://example.org/">home page</a></body></html>`,
      ...Object.fromEntries(
        [wheel, yanked, sdist, stray].map(({ filename, bytes }) => [`/files/${filename}`, bytes]),
      ),
    })
    try {
      const order = orderFor([new URL(`${source.origin}/mirror`)], {
        projects: new Set(['static-demo']),
      })
      const summary = await importDistributions(api.deps, order)
      expect(summary).toMatchObject({ imported: 3, skipped: 5, refused: 0, failed: 0 })
      expect(summary.skippedFor).toEqual({ format: 3, version: 1, 'other-project': 1 })
      expect(source.asked).not.toContain(`/files/${stray.filename}`)
      const files = await readProjectPage(api.origin, 'static-demo')
      expect(files.map((file) => [file.filename, file.yanked, file['requires-python']])).toEqual([
        [yanked.filename, 'bad & worse', null],
        [wheel.filename, false, '>=3.8'],
        [sdist.filename, false, null],
      ])
    } finally {
      await source.close()
    }
  })

  test('a source distribution that arrives first waits for the wheels of its release', async () => {
    const wheel = makeWheel('patient', '1.0', 'Summary: from the wheel\n')
    const sdist = makeSdist('patient', '1.0', 'Summary: from the sdist\n')
    const source = await startSource((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      if (request.url === `/${sdist.filename}`) return void response.end(sdist.bytes)
      if (request.url === `/${wheel.filename}`) {
        return void setTimeout(() => response.end(wheel.bytes), 1_500)
      }
      response.end(`<a href="/${sdist.filename}">s</a><a href="/${wheel.filename}">w</a>`)
    })
    try {
      const order = orderFor([new URL(`${source.origin}/simple/patient/`)])
      expect(await importDistributions(api.deps, order)).toMatchObject({ imported: 2 })
      const { summary } = await api.deps.db.project.findUniqueOrThrow({
        where: { normalizedName: 'patient' },
      })
      expect(summary).toBe('from the wheel')
    } finally {
      await source.close()
    }
  })

  test('bytes that are not those of the page are refused, by SHA-256, MD5 or size', async () => {
    const good = makeWheel('forged', '1.0')
    const other = makeWheel('forged', '1.1')
    const third = makeWheel('forged', '1.2')
    const source = await startSource((request, response) => {
      if (request.url === '/simple/forged/') {
        response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
        const files = [
          { filename: good.filename, url: good.filename, hashes: { sha256: '0'.repeat(64) } },
          { filename: other.filename, url: other.filename, hashes: { md5: '1'.repeat(32) } },
          { filename: third.filename, url: third.filename, hashes: {}, size: 5 },
        ]
        response.end(JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'forged', files }))
        return
      }
      const file = [good, other, third].find(({ filename }) => request.url!.endsWith(filename))
      response.writeHead(200).end(file!.bytes)
    })
    try {
      const order = orderFor([new URL(`${source.origin}/simple/forged/`)])
      const summary = await importDistributions(api.deps, order)
      expect(summary).toMatchObject({ imported: 0, refused: 3 })
      expect(summary.problems.map(({ reason }) => reason).toSorted()).toEqual([
        'digest-mismatch',
        'digest-mismatch',
        'size-mismatch',
      ])
      const forged = await api.deps.db.project.findUnique({ where: { normalizedName: 'forged' } })
      expect(forged).toBeNull()
      expect(await incoming()).toEqual([])
    } finally {
      await source.close()
    }
  })

  test('stopped in the middle, it leaves nothing half, and goes on where it was', async () => {
    const files = Array.from({ length: 12 }, (_, index) => makeWheel('resumed', `1.${index}`))
    const links = files.map((f) => `<a href="/f/${f.filename}#sha256=${f.sha256}">f</a>`)
    let silent = true
    let stuck = 0
    const abort = new AbortController()
    const source = await startSource((request, response) => {
      if (request.url === '/simple/resumed/') {
        response.writeHead(200, { 'content-type': 'text/html' }).end(links.join('\n'))
        return
      }
      const file = files.find(({ filename }) => request.url!.endsWith(filename))!
      response.writeHead(200, { 'content-length': file.bytes.length })
      // The newest six come whole, of the others the first half.
      if (!silent || files.indexOf(file) >= 6) return void response.end(file.bytes)
      response.write(file.bytes.subarray(0, file.bytes.length / 2))
      stuck += 1
      if (stuck === 4) abort.abort(new Error('stopped'))
    })
    try {
      const url = new URL(`${source.origin}/simple/resumed/`)
      const first = await importDistributions(api.deps, orderFor([url], { signal: abort.signal }))
      expect(first).toMatchObject({
        imported: 6,
        refused: 0,
        failed: 0,
        interrupted: true,
        left: 6,
      })
      expect(await incoming()).toEqual([])
      expect(await readProjectPage(api.origin, 'resumed')).toHaveLength(6)

      silent = false
      source.asked.length = 0
      const second = await importDistributions(api.deps, orderFor([url]))
      expect(second).toMatchObject({ imported: 6, unchanged: 6, failed: 0, interrupted: false })
      expect(source.asked).toHaveLength(1 + 6)
      expect(await readProjectPage(api.origin, 'resumed')).toHaveLength(12)
    } finally {
      await source.close()
    }
  })
})
