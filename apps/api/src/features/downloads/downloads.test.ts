import type { ProjectDownloads } from '@wheelhouse/shared-types'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../../test/callers.ts'
import { openSocket, send } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { nameInstaller } from './name-installer.ts'

const DAY_MS = 24 * 60 * 60 * 1000

describe.each(testedDatabases())('downloads on the %s database', (database) => {
  let api: TestApi
  let secret: string
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    secret = await createSecret(api, await createPerson(api))
  })
  afterAll(() => api.close())

  async function publishOne(file: { filename: string; bytes: Buffer }): Promise<string> {
    await publish(api, secret, file as Parameters<typeof publish>[2])
    const { filename } = file
    const { storagePath } = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
    return `/packages/${storagePath}`
  }
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(api.origin, { path, headers, method })
  const ask = async (name: string) => {
    await api.deps.downloads.flush()
    return (await get(`/api/v1/projects/${name}/downloads`)).json<ProjectDownloads>()
  }
  /** What is told, once so many are: a client has the end of an answer before it is heard of here. */
  async function expectDownloads(name: string, total: number): Promise<ProjectDownloads> {
    const deadline = Date.now() + 10_000
    let found = await ask(name)
    while (found.total < total && Date.now() < deadline) found = await ask(name)
    expect(found.total).toBe(total)
    return found
  }

  test('are told by day, version and client', async () => {
    const first = await publishOne(buildWheel('told', '1.0'))
    const second = await publishOne(buildWheel('told', '2.0'))
    const pip = { 'user-agent': 'pip/26.2.1 {"ci":null}' }
    for (let count = 0; count < 3; count += 1) await get(second, pip)
    await get(first, { 'user-agent': 'uv/0.12.5' })
    const found = await expectDownloads('told', 4)
    expect(found).toMatchObject({
      total: 4,
      versions: [
        { version: '2.0', count: 3 },
        { version: '1.0', count: 1 },
      ],
      installers: [
        { installer: 'pip', count: 3 },
        { installer: 'uv', count: 1 },
      ],
    })
    const today = api.clock.now().toISOString().slice(0, 10)
    expect(found.days.at(-1)).toEqual({ day: today, count: 4 })
    expect(found.days).toHaveLength(30)
    // What was written down is counted anew, also where clients take turns.
    for (const agent of ['pip/26.2.1', 'uv/0.12.5', 'pip/26.2.1']) {
      await get(second, { 'user-agent': agent })
    }
    expect(await expectDownloads('told', 7)).toMatchObject({
      installers: [
        { installer: 'pip', count: 5 },
        { installer: 'uv', count: 2 },
      ],
    })
  })

  test('are whole files: no parts, no metadata, nothing that is known already', async () => {
    const path = await publishOne(buildWheel('whole', '1.0', { ballast: 5000 }))
    const { headers } = await get(path, {}, 'HEAD')
    await get(path, { 'if-none-match': headers.etag! })
    await get(path, { range: 'bytes=0-99' })
    await get(path, { range: 'bytes=100-' })
    await get(path, { range: 'bytes=-100' })
    await get(path, { range: 'bytes=999999-' })
    await get(`${path}.metadata`)
    await get(path)
    await get(path, { range: 'bytes=0-' })
    await expectDownloads('whole', 2)
  })

  test('are not those that broke off', async () => {
    const path = await publishOne(buildWheel('broken', '1.0', { ballast: 20 * 2 ** 20 }))
    const raw = await openSocket(api.origin)
    raw.socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await raw.until('\r\n\r\n')
    raw.socket.destroy()
    await raw.closed
    expect((await get(path)).bytes.length).toBeGreaterThan(2 ** 20)
    await expectDownloads('broken', 1)
  })

  test('of long ago are kept for projects, not for files', async () => {
    const path = await publishOne(buildWheel('ancient', '1.0'))
    await get(path)
    await expectDownloads('ancient', 1)
    api.clock.advance(31 * DAY_MS)
    expect(await expectDownloads('ancient', 0)).toMatchObject({ total: 0, versions: [] })
    api.clock.advance(61 * DAY_MS)
    await get(path)
    await expectDownloads('ancient', 1)
    const where = { project: { normalizedName: 'ancient' } }
    expect(await api.deps.db.projectDownloads.count({ where })).toBe(2)
    expect(await api.deps.db.fileDownloads.count({ where: { file: where } })).toBe(1)
  })

  test('wait for a database that is away, and are counted once when it is back', async () => {
    const path = await publishOne(buildWheel('patient', '1.0'))
    await api.deps.db.$executeRaw`ALTER TABLE project_downloads RENAME TO hidden`
    await get(path)
    await get(path)
    await api.deps.downloads.flush()
    await api.deps.db.$executeRaw`ALTER TABLE hidden RENAME TO project_downloads`
    await get(path)
    await expectDownloads('patient', 3)
  })
})

describe('a user agent', () => {
  test.each([
    ['pip/26.2.1 {"ci":null}', 'pip'],
    ['uv/0.12.5 {"installer":{}}', 'uv'],
    ['Poetry/2.3.0 (Linux) CPython/3.14', 'poetry'],
    ['poetry-core/2.0', 'poetry'],
    ['pipenv/2026.1', 'pipenv'],
    ['Mozilla/5.0 (X11; Linux)', 'browser'],
    ['pipsqueak/1.0', 'other'],
    ['x'.repeat(10_000), 'other'],
    ['', 'other'],
    [undefined, 'other'],
  ])('%s is %s', (agent, installer) => {
    expect(nameInstaller(agent)).toBe(installer)
  })
})
