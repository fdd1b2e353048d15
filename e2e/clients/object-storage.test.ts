import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startDatabaseProxy, type DatabaseProxy } from '../faults/database-proxy.ts'
import { makeDistributions, type Distribution } from './make-distributions.ts'
import { startObjectStore, type ObjectStore } from './object-store.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { readProject, readServed } from './read-project.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const PREFIX = 'files/of-index/'
const specs = ['a', 'b', 'c', 'd', 'e'].map((letter) => ({
  name: `wh-bucket-${letter}`,
  version: '1.0',
  kind: 'wheel' as const,
  payload: 300_000,
}))
type Five = [Distribution, Distribution, Distribution, Distribution, Distribution]

let store: ObjectStore
let proxy: DatabaseProxy
let server: Wheelhouse
let tools: PythonTools
let files: Five

beforeAll(async () => {
  store = await startObjectStore()
  proxy = await startDatabaseProxy(store.endpoint)
  const endpoint = encodeURIComponent(proxy.url.replace(/\/$/, ''))
  server = await startWheelhouse(await oneDatabase().create(), {
    STORAGE_URL: `s3://${store.bucket}/${PREFIX}?endpoint=${endpoint}&region=eu-west-1`,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
  })
  tools = await openPythonTools(server.folder)
  files = (await makeDistributions(tools, path.join(server.folder, 'made'), specs)) as Five
}, 180_000)

afterAll(async () => {
  await server.close()
  await proxy.close()
  await store.kill()
}, 60_000)

const pageOf = (file: Distribution) => readProject(server.indexUrl, file.name)
const addressOf = async (file: Distribution) => (await pageOf(file))[0]?.url ?? ''
const spool = () => readdir(path.join(server.folder, 'data/spool/.incoming'))
const expectServed = async (file: Distribution) =>
  expect(await readServed(await addressOf(file))).toEqual({ size: file.size, sha256: file.sha256 })

describe('an index whose files are in a bucket', () => {
  test('takes uploads by twine and gives them to pip, with their metadata', async () => {
    const [file] = files
    const account = ['--repository-url', server.uploadUrl, '-u', '__token__', '-p', server.token]
    await tools.expectRun('twine', ['upload', '--non-interactive', ...account, file.path])
    await expectServed(file)
    const [listed] = await pageOf(file)
    expect((await readServed(`${listed!.url}.metadata`)).sha256).toBe(listed!.metadataSha256)
    const keys = await store.keys()
    expect(keys).toHaveLength(2)
    expect(keys.every((key) => key.startsWith(PREFIX))).toBe(true)
    expect(await spool()).toEqual([])

    const environment = await createVirtualEnvironment(tools, path.join(server.folder, 'venv'))
    const parameters = ['--isolated', '--python', environment.python, 'install', '--index-url']
    await tools.expectRun('pip', [...parameters, server.indexUrl, file.name])
    expect(await environment.installed()).toEqual({ [file.name]: '1.0' })
  })

  test('serves ranges, conditions and HEAD as from a folder', async () => {
    const [file] = files
    const url = await addressOf(file)
    const bytes = await readFile(file.path)
    const ask = async (headers: Record<string, string>, method = 'GET') => {
      const response = await fetch(url, { method, headers })
      return { response, body: Buffer.from(await response.arrayBuffer()) }
    }
    for (const [range, first, last] of [
      ['bytes=0-99', 0, 99],
      ['bytes=-100', file.size - 100, file.size - 1],
      [`bytes=${file.size - 10}-`, file.size - 10, file.size - 1],
    ] as const) {
      const { response, body } = await ask({ range })
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${file.size}`)
      expect(body.equals(bytes.subarray(first, last + 1))).toBe(true)
    }
    const beyond = await ask({ range: `bytes=${file.size}-` })
    expect([beyond.response.status, beyond.response.headers.get('content-range')]).toEqual([
      416,
      `bytes */${file.size}`,
    ])
    expect((await ask({ 'if-none-match': `"${file.sha256}"` })).response.status).toBe(304)
    const head = await ask({}, 'HEAD')
    expect(head.response.headers.get('content-length')).toBe(String(file.size))
    const part = await fetch(`${url}.metadata`, { headers: { range: 'bytes=0-8' } })
    expect([part.status, await part.text()]).toEqual([206, 'Metadata-'])
  })

  test('is found whole by fsck, and what is missing is missed and mended', async () => {
    const [file] = files
    expect(await server.operate(['fsck', '--deep'])).toContain('nothing wrong')
    const [listed] = await pageOf(file)
    const key = new URL(listed!.url).pathname.replace('/packages/', PREFIX)
    await store.remove(`${key}.metadata`)
    await expect(server.operate(['fsck'])).rejects.toThrow('missing-metadata')
    await server.operate(['fsck', '--repair', 'missing-metadata'])
    expect((await readServed(`${listed!.url}.metadata`)).sha256).toBe(listed!.metadataSha256)
    expect(await server.operate(['fsck', '--deep'])).toContain('nothing wrong')
  })

  test('refuses an upload while the bucket is away, and takes it afterwards', async () => {
    const [, file] = files
    await proxy.refuse()
    await expect(uploadFile(server, file)).rejects.toThrow('503 The storage cannot be used')
    expect(await pageOf(file)).toEqual([])
    expect(await spool()).toEqual([])
    await proxy.allow()
    await uploadFile(server, file)
    await expectServed(file)
  })

  test('puts a file again when its connection breaks', async () => {
    const [, , file] = files
    proxy.cutAt(`${file.filename}?`, 'before')
    await uploadFile(server, file)
    await expectServed(file)
  })

  test('answers 503 for files while the bucket is away, pages as ever, and goes on by itself', async () => {
    const [file] = files
    const url = await addressOf(file)
    await proxy.refuse()
    const refused = await fetch(url)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect(refused.headers.get('etag')).toBeNull()
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(503)
    expect((await fetch(`${server.indexUrl}${file.name}/`)).status).toBe(200)
    await proxy.allow()
    await expectServed(file)
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
  })

  test('keeps no half of a file when the process is killed, and takes it again', async () => {
    const [, , , file] = files
    const sent = uploadFile(server, file).catch(() => undefined)
    await server.kill()
    await sent
    await server.restart()
    for (const { url } of await pageOf(file)) {
      expect((await readServed(url)).sha256).toBe(file.sha256)
    }
    await uploadFile(server, file)
    await expectServed(file)
  })

  test('says 503, not 404, for files that an emptied bucket lost, and takes new ones', async () => {
    const [first, , , , last] = files
    const url = await addressOf(first)
    await store.kill()
    expect((await fetch(url)).status).toBe(503)
    await store.restart()
    expect((await fetch(url)).status).toBe(503)
    await expect(server.operate(['fsck'])).rejects.toThrow('missing-content')
    await uploadFile(server, last)
    await expectServed(last)
  })
})
