import { afterEach, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../config.ts'
import { createPerson, createSecret, signedIn } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'

let api: TestApi | undefined
afterEach(async () => {
  await api?.close()
  api = undefined
})

async function start(environment: Record<string, string>) {
  api = await startTestApi(environment)
  const owner = await createPerson(api)
  const secret = await createSecret(api, owner)
  const wheel = buildWheel('handed', '1.0')
  await publish(api, secret, wheel)
  const { filename } = wheel
  const { storagePath, sha256 } = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
  const { origin } = api
  const get = (headers: Record<string, string> = {}, suffix = '', method = 'GET') =>
    send(origin, { path: `/packages/${storagePath}${suffix}`, headers, method })
  return { get, storagePath, etag: `"${sha256}"`, filename, wheel, owner }
}

describe('a file is handed to the server in front', () => {
  test('by X-Accel-Redirect, with the headers that describe it and nothing of itself', async () => {
    const { get, storagePath, etag } = await start({
      FILES_HANDOFF: 'x-accel-redirect:/internal/files/',
    })
    for (const suffix of ['', '.metadata']) {
      const answer = await get({}, suffix)
      expect([answer.status, answer.bytes.length]).toEqual([200, 0])
      expect(answer.headers).toMatchObject({
        'x-accel-redirect': `/internal/files/${storagePath}${suffix}`,
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
    }
    expect((await get()).headers.etag).toBe(etag)
    // Ranges are cut by the server in front.
    expect((await get({ range: 'bytes=0-9' })).status).toBe(200)
  })

  test('by X-Sendfile, with the path of the disk percent-encoded', async () => {
    const { get, storagePath } = await start({ FILES_HANDOFF: 'x-sendfile' })
    const { filesFolder } = api!.deps.config
    const answer = await get()
    expect(answer.headers['x-sendfile']).toBe(encodeURI(`${filesFolder}/${storagePath}`))
    expect(answer.headers).not.toHaveProperty('x-accel-redirect')
  })

  test('but conditions are judged here, and what is not there is 404 here', async () => {
    const { get, etag, wheel } = await start({ FILES_HANDOFF: 'x-accel-redirect:/internal/' })
    const known = await get({ 'if-none-match': etag })
    expect([known.status, known.headers['x-accel-redirect']]).toEqual([304, undefined])
    expect((await get({ 'if-match': '"a"' })).status).toBe(412)
    // nginx would compare it with an ETag of its own.
    const matched = await get({ 'if-match': etag })
    expect([matched.status, matched.bytes.equals(wheel.bytes)]).toEqual([200, true])
    expect((await get({}, '.asc')).headers).not.toHaveProperty('x-accel-redirect')
  })
})

describe('a file that is known in memory', () => {
  /** Without what differs from answer to answer, and what Express alone has to say. */
  const lasting = ({ headers }: Awaited<ReturnType<typeof send>>) => {
    const { date: _, connection: __, 'keep-alive': ___, 'x-request-id': id, ...rest } = headers
    return { isHot: id === undefined, rest }
  }

  test('is handed over before Express is called, with the same headers', async () => {
    const { get } = await start({
      FILES_HANDOFF: 'x-accel-redirect:/internal/',
      PUBLIC_URL: 'https://packages.example.org',
      SECRET_KEY: 'a'.repeat(64),
      TRUST_PROXY: '1',
    })
    for (const suffix of ['', '.metadata']) {
      // A query is what the short way does not know.
      const usual = lasting(await get({}, `${suffix}?usual`))
      const hot = lasting(await get({ connection: 'keep-alive' }, suffix))
      expect([usual.isHot, hot.isHot]).toEqual([false, true])
      expect(hot.rest).toEqual(usual.rest)
    }
  })

  test('is counted, and judged by Express where the request says more', async () => {
    const { get, etag, filename, storagePath } = await start({
      FILES_HANDOFF: 'x-accel-redirect:/internal/',
    })
    await get()
    const alive = { connection: 'keep-alive' }
    for (let n = 0; n < 3; n += 1) expect(lasting(await get(alive)).isHot).toBe(true)
    expect((await get({ ...alive, 'if-none-match': etag })).status).toBe(304)
    expect(lasting(await get({ ...alive, range: 'bytes=5-9' })).isHot).toBe(false)
    expect(lasting(await get(alive, '', 'HEAD')).isHot).toBe(false)
    await api!.deps.downloads.flush()
    const counted = await api!.deps.db.fileDownloads.findMany({ where: { file: { filename } } })
    expect(counted.map(({ count }) => count)).toEqual([4n])
    api!.deps.files.forgetAll()
    expect(api!.deps.files.peek(storagePath)).toBeUndefined()
    expect(lasting(await get(alive)).isHot).toBe(false)
  })

  test('is handed over no longer once it is hidden, in quarantine or gone', async () => {
    const { get, filename, owner } = await start({ FILES_HANDOFF: 'x-accel-redirect:/internal/' })
    const alive = { connection: 'keep-alive' }
    const seen = async () => {
      const answer = await get(alive)
      const { isHot, rest } = lasting(answer)
      return [answer.status, isHot, 'x-accel-redirect' in rest]
    }
    const handed = [200, true, true]
    const again = async () => {
      // The first answer after a change looks at the row again.
      expect(await seen()).toEqual([200, false, true])
      expect(await seen()).toEqual(handed)
    }
    const browser = await signedIn(api!, owner)
    const show = async (visibility: string) => {
      const at = '/api/v1/projects/handed/visibility'
      expect((await browser.ask('PUT', at, { visibility })).status).toBe(200)
    }
    const notThere = [404, false, false]
    await again()
    await show('private')
    for (let turn = 0; turn < 2; turn += 1) expect(await seen()).toEqual(notThere)
    await show('public')
    await again()
    await api!.quarantine('handed', 'Reported')
    for (let turn = 0; turn < 2; turn += 1) expect(await seen()).toEqual(notThere)
    await api!.quarantine('handed', undefined)
    await again()
    const at = `/api/v1/projects/handed/files/${filename}?confirm=${filename}`
    expect((await browser.ask('DELETE', at)).status).toBe(200)
    for (let turn = 0; turn < 2; turn += 1) expect(await seen()).toEqual(notThere)
    for (const suffix of ['.metadata', '?x']) {
      expect((await get(alive, suffix)).headers).not.toHaveProperty('x-accel-redirect')
    }
  })
})

describe('FILES_HANDOFF', () => {
  const faultsOf = (environment: Record<string, string>): string[] => {
    try {
      readConfig(environment)
      return []
    } catch (error) {
      return (error as { faults: string[] }).faults
    }
  }

  test.each([
    'x-accel-redirect',
    'x-accel-redirect:internal/',
    'x-accel-redirect:/internal',
    'x-accel-redirect:/in ternal/',
    'x-accel-redirect:/a//',
    'x-sendfile:/x',
  ])('refuses %s', (value) => {
    expect(faultsOf({ FILES_HANDOFF: value })).toEqual([expect.stringContaining('FILES_HANDOFF')])
  })

  test('is for a folder', () => {
    const bucket = { STORAGE_URL: 's3://bucket', FILES_HANDOFF: 'x-sendfile' }
    expect(faultsOf(bucket)).toEqual([expect.stringContaining('FILES_HANDOFF')])
  })
})

describe('STORAGE_URL', () => {
  test.each([
    ['s3://', 'bucket'],
    ['s3://bucket?endpoint=ftp://x', 'endpoint'],
    ['s3://key:secret@bucket', 'credentials'],
    ['s3://bucket?regoin=x', 'regoin'],
    ['https://bucket', 'folder'],
  ])('refuses %s', (value, word) => {
    expect(() => readConfig({ STORAGE_URL: value })).toThrow(
      expect.objectContaining({ faults: [expect.stringContaining(word)] }),
    )
  })

  test.each(['s3://bucket', 's3://bucket/a/b?endpoint=http://127.0.0.1:9000&region=eu'])(
    'takes %s',
    (value) => {
      expect(readConfig({ STORAGE_URL: value }).STORAGE_URL).toBe(value)
    },
  )
})
