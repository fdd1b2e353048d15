import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { createFileCache, type KnownFile } from './file-cache.ts'

let api: TestApi
let owner: Person
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
})
afterAll(() => api.close())

async function publishOne(name: string): Promise<string> {
  const wheel = buildWheel(name, '1.0')
  await publish(api, await createSecret(api, owner), wheel)
  const { filename } = wheel
  const { storagePath } = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
  return storagePath
}

const get = async (storagePath: string) =>
  (await send(api.origin, { path: `/packages/${storagePath}` })).status

test('a known file is known by its row of the moment: what is committed elsewhere is seen', async () => {
  const path = await publishOne('cached')
  expect(await get(path)).toBe(200)
  const browser = await signedIn(api, owner)
  const filename = path.split('/').at(-1)!
  const at = `/api/v1/projects/cached/files/${filename}?confirm=${filename}`
  expect((await browser.ask('DELETE', at)).status).toBe(200)
  expect(await get(path)).toBe(404)
})

test('a change that tells nobody is not seen: no query is made for a known file', async () => {
  const path = await publishOne('hot')
  expect(await get(path)).toBe(200)
  await api.deps.db.file.updateMany({ where: { storagePath: path }, data: { state: 'deleted' } })
  expect(await get(path)).toBe(200)
  api.deps.files.forgetAll()
  expect(await get(path)).toBe(404)
})

const fileOf = (projectName: string, serial: bigint): KnownFile => ({
  id: 'id',
  projectId: 'project',
  projectName,
  serial,
  isPublic: true,
  size: 1,
  sha256: 'a',
  metadataSha256: null,
})

/** A cache over rows that the test answers with, one by one. */
function openCache(maxFiles = 10) {
  const reads: { path: string; answer: (file: KnownFile | undefined) => void }[] = []
  const load = (path: string) =>
    new Promise<KnownFile | undefined>((answer) => reads.push({ path, answer }))
  return { cache: createFileCache(load, maxFiles), reads }
}

test('a read that began before a change is not kept, nor joined by those who come after it', async () => {
  const { cache, reads } = openCache()
  const early = cache.get('path')
  cache.forget('name', 2n)
  const late = cache.get('path')
  expect(reads).toHaveLength(2)
  reads[0]!.answer(fileOf('name', 1n))
  reads[1]!.answer(undefined)
  expect((await early)?.serial).toBe(1n)
  expect(await late).toBeUndefined()
  void cache.get('path')
  expect(reads).toHaveLength(3)
})

test('readers of one file wait for one read, and news of other projects leave it known', async () => {
  const { cache, reads } = openCache()
  const both = [cache.get('path'), cache.get('path')]
  reads[0]!.answer(fileOf('name', 5n))
  expect((await Promise.all(both)).map((file) => file?.serial)).toEqual([5n, 5n])
  cache.forget('other', 9n)
  cache.forget('name', 5n)
  expect((await cache.get('path'))?.serial).toBe(5n)
  cache.forget('name', 6n)
  void cache.get('path')
  expect(reads).toHaveLength(2)
})

test('it holds so many files and no more', async () => {
  const { cache, reads } = openCache(3)
  for (let number = 0; number < 5; number += 1) {
    const got = cache.get(`path-${number}`)
    reads.at(-1)!.answer(fileOf('name', 1n))
    await got
  }
  void cache.get('path-4')
  expect(reads).toHaveLength(5)
  void cache.get('path-0')
  expect(reads).toHaveLength(6)
})
