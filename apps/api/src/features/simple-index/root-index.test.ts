import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Tx } from '../../infra/db/database.ts'
import { createPerson, createSecret } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { createRootIndex } from './root-index.ts'

const UNPACK: Record<string, (bytes: Buffer) => Buffer> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

describe.each(testedDatabases())('the root index on the %s database', (database) => {
  let api: TestApi
  let secret: string
  let folder: string

  beforeAll(async () => {
    api = await startTestApi({}, { database })
    secret = await createSecret(api, await createPerson(api))
    folder = join(api.deps.config.DATA_DIR, 'cache')
    await publish(api, secret, buildWheel('first', '1.0'))
  })
  afterAll(() => api.close())

  /** As other processes of the host have it. */
  const others = (count: number) =>
    Array.from({ length: count }, () => createRootIndex(api.deps.db, folder))
  const pages = async () => (await readdir(folder)).filter((name) => name.endsWith('.html'))

  test('is built once for all who want it at the same time, and again when it changed', async () => {
    const processes = others(5)
    const built = await Promise.all(processes.map((one) => one.current()))
    expect(new Set(built.map(({ files }) => files['html-identity'].path)).size).toBe(1)
    expect(await pages()).toHaveLength(1)
    expect(await readFile(built[0]!.files['html-identity'].path, 'utf8')).toContain('>first<')

    await publish(api, secret, buildWheel('second', '1.0'))
    let changed = await processes[0]!.current()
    for (let tries = 0; changed.serial === built[0]!.serial && tries < 400; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25))
      changed = await processes[0]!.current()
    }
    expect(await readFile(changed.files['html-identity'].path, 'utf8')).toContain('>second<')
    const again = await Promise.all(processes.map((one) => one.current()))
    expect(new Set(again.map(({ files }) => files['html-identity'].path)).size).toBe(1)
    // That of before is there for whoever has just read its name.
    expect(await pages()).toHaveLength(2)
  })

  test('goes out as it lies on the disk; without its file the answer is 503, and says when to ask again', async () => {
    const { files } = await api.deps.rootIndex.current()
    const json = 'application/vnd.pypi.simple.v1+json'
    const ask = (headers: Record<string, string>, method = 'GET') =>
      send(api.origin, { path: '/simple/', headers, method })
    for (const [headers, { path, etag }] of [
      [{}, files['html-identity']],
      [{ accept: json }, files['json-identity']],
      [{ accept: json, 'accept-encoding': 'gzip' }, files['json-gzip']],
      [{ accept: json, 'accept-encoding': 'gzip, br' }, files['json-br']],
      [{ 'accept-encoding': 'gzip, br, zstd' }, files['html-zstd']],
    ] as const) {
      const bytes = await readFile(path)
      const whole = await ask(headers)
      expect([whole.status, whole.bytes.equals(bytes)]).toEqual([200, true])
      const unpack = UNPACK[whole.headers['content-encoding'] ?? 'identity']!
      expect(unpack(bytes).toString()).toContain('first')
      const head = await ask(headers, 'HEAD')
      expect([head.status, head.bytes.length]).toEqual([200, 0])
      for (const answer of [whole, head]) {
        expect(answer.headers).toMatchObject({ etag, 'content-length': String(bytes.length) })
        expect(answer.headers).not.toHaveProperty('accept-ranges')
      }
      expect((await ask({ ...headers, 'if-none-match': etag })).status).toBe(304)
    }
    const { path } = files['html-identity']
    const bytes = await readFile(path)
    await rm(path)
    const answer = await ask({})
    expect(answer.status).toBe(503)
    expect(answer.headers).toMatchObject({ 'retry-after': '30', 'cache-control': 'no-store' })
    await writeFile(path, bytes)
    expect((await ask({})).status).toBe(200)
  })

  // The embedded database has one connection, which would wait as well.
  if (database === 'server') {
    test('keeps no reader waiting who can have that of before', async () => {
      const [one] = others(1)
      const before = await one!.current()
      await publish(api, secret, buildWheel('slowly', '1.0'))
      const serials = new Set<bigint>()
      let longestMs = 0
      const work = async (tx: Tx) => {
        await tx.$executeRaw`LOCK TABLE projects IN ACCESS EXCLUSIVE MODE`
        // At once, as long as it may not be built again; the build then stands still.
        for (let tries = 0; tries < 200 && longestMs < 500; tries += 1) {
          const asked = performance.now()
          serials.add((await one!.current()).serial)
          longestMs = Math.max(longestMs, performance.now() - asked)
          await new Promise((resolve) => setTimeout(resolve, 25))
        }
      }
      await api.deps.db.$transaction(work, { timeout: 15_000 })
      expect([...serials]).toEqual([before.serial])
      expect(longestMs).toBeGreaterThan(500)
    })
  }

  test('of another database in the same folder is not taken', async () => {
    const path = join(folder, 'simple-index.json')
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
    const foreign = { ...manifest, origin: 'another', mayBuildAt: Date.now() + 60_000 }
    await writeFile(path, JSON.stringify(foreign))
    const [fresh] = others(1)
    const { files } = await fresh!.current()
    expect(files['html-identity'].path).not.toBe(
      (manifest['files'] as typeof files)['html-identity'].path,
    )
    const written = JSON.parse(await readFile(path, 'utf8')) as { origin: string }
    expect(written.origin).toBe(manifest['origin'])
  })

  test('has its ETags from its bytes: hosts that built of one serial may have another index', async () => {
    const { db } = api.deps
    const hosts = ['one', 'two', 'three'].map((host) => createRootIndex(db, join(folder, host)))
    const one = await hosts[0]!.current()
    const two = await hosts[1]!.current()
    await db.project.updateMany({ where: { name: 'first' }, data: { name: 'First' } })
    const three = await hosts[2]!.current()
    expect([two.serial, three.serial]).toEqual([one.serial, one.serial])
    for (const [name, { etag, size }] of Object.entries(one.files)) {
      const [same, other] = [two, three].map(({ files }) => files[name as keyof typeof files])
      expect(same).toMatchObject({ etag, size })
      expect(other!.etag).not.toBe(etag)
      if (name.endsWith('identity')) expect(other!.size).toBe(size)
    }
  })

  test('of an earlier version, which made fewer files, is built anew', async () => {
    const path = join(folder, 'simple-index.json')
    const manifest = JSON.parse(await readFile(path, 'utf8')) as { files: Record<string, unknown> }
    delete manifest.files['json-zstd']
    await writeFile(path, JSON.stringify({ ...manifest, mayBuildAt: Date.now() + 60_000 }))
    const { files } = await others(1)[0]!.current()
    expect(files['json-zstd'].size).toBeGreaterThan(0)
  })

  test('goes on when the process that built it died', async () => {
    await publish(api, secret, buildWheel('third', '1.0'))
    // No process has this id.
    await writeFile(join(folder, 'simple-index.json.lock'), '4194304')
    const [fresh] = others(1)
    let found = await fresh!.current()
    for (let tries = 0; tries < 400; tries += 1) {
      if ((await readFile(found.files['html-identity'].path, 'utf8')).includes('>third<')) break
      await new Promise((resolve) => setTimeout(resolve, 25))
      found = await fresh!.current()
    }
    expect(await readFile(found.files['html-identity'].path, 'utf8')).toContain('>third<')
  })
})
