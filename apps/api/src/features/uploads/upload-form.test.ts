import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import {
  basic,
  BOUNDARY,
  buildSdist,
  buildWheel,
  formOf,
  multipart,
  publish,
  upload,
  type Part,
} from '../../test/wheels.ts'

let api: TestApi
let secret: string
beforeAll(async () => {
  api = await startTestApi()
  secret = await createSecret(api, await createPerson(api))
})
afterAll(() => api.close())

const incoming = () => readdir(join(api.deps.config.filesFolder, '.incoming'))
const fileRow = (filename: string) => api.deps.db.file.findUnique({ where: { filename } })
const serial = async () => (await api.deps.db.indexClock.findFirstOrThrow()).serial

describe('a form', () => {
  test('of a wheel makes the project, the release, the file with its digests, and a page', async () => {
    const wheel = buildWheel('First.Upload', '1.0', { summary: 'One', requiresPython: '>=3.9' })
    expect((await upload(api, secret, wheel)).status).toBe(200)
    const row = await api.deps.db.file.findUniqueOrThrow({
      where: { filename: wheel.filename },
      include: { project: true, release: true },
    })
    const digest = (name: string) => createHash(name).update(wheel.bytes).digest('hex')
    expect(row).toMatchObject({
      kind: 'wheel',
      size: BigInt(wheel.bytes.length),
      sha256: digest('sha256'),
      md5: digest('md5'),
      requiresPython: '>=3.9',
      project: { name: 'First.Upload', normalizedName: 'first-upload', summary: 'One' },
      release: { version: '1.0', summary: 'One' },
    })
    const stored = await readFile(join(api.deps.config.filesFolder, row.storagePath))
    expect(stored.equals(wheel.bytes)).toBe(true)
    const page = await send(api.origin, { path: '/simple/first-upload/' })
    expect(page.text).toContain(`#sha256=${row.sha256}`)
    expect(await incoming()).toEqual([])
  })

  test('may have its fields in any order, also with the file first', async () => {
    const wheel = buildWheel('any-order', '1.0')
    const parts = formOf(wheel)
    const turned = [...parts.toReversed(), { name: 'comment', value: 'late' }]
    expect((await upload(api, secret, wheel, { parts: turned })).status).toBe(200)
    expect(await fileRow(wheel.filename)).not.toBeNull()
  })

  test.each(['[]', '[{"version": 1}]', 'x'])(
    'takes no attestations from an API token, before the file or after it: %s',
    async (value) => {
      const wheel = buildWheel('attested-by-token', '1.0')
      const parts = formOf(wheel)
      const field = { name: 'attestations', value }
      for (const order of [
        [...parts, field],
        [field, ...parts],
      ]) {
        const answer = await upload(api, secret, wheel, {
          parts: order,
          headers: { accept: 'application/json' },
        })
        expect(answer.status).toBe(400)
        expect(answer.json()).toEqual({
          code: 'attestations-publisher',
          message: expect.stringMatching(
            /^Invalid attestations supplied during upload: attestations are only taken from a trusted publisher/,
          ),
        })
      }
      expect(await fileRow(wheel.filename)).toBeNull()
    },
  )

  test('may leave out what there is only one value of', async () => {
    const wheel = buildWheel('bare-form', '1.0')
    const fields = { ':action': undefined, protocol_version: undefined }
    const answer = await upload(api, secret, wheel, { fields })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  test.each([
    ['a signature beside the file', [{ name: 'gpg_signature', value: 'x', filename: 'a.asc' }]],
    ['fields that nobody knows', [{ name: 'future_field', value: 'x' }]],
    ['UNKNOWN, which old distutils sends for nothing', [{ name: 'license', value: 'UNKNOWN' }]],
    [
      'several classifiers-like fields',
      [
        { name: 'dynamic', value: '' },
        { name: 'dynamic', value: '' },
      ],
    ],
  ])('is taken with %s', async (what, more) => {
    const wheel = buildWheel(
      `more-${createHash('md5').update(what).digest('hex').slice(0, 8)}`,
      '1',
    )
    const answer = await upload(api, secret, wheel, { parts: [...more, ...formOf(wheel)] })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  test('is taken with a file part that has no Content-Type line', async () => {
    const wheel = buildWheel('no-part-type', '1.0')
    const parts = formOf(wheel).map((part): Part => ({ ...part, type: null }))
    const answer = await upload(api, secret, wheel, { parts })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  const demo = buildWheel('form-demo', '1.0')
  const content = { name: 'content', value: demo.bytes, filename: demo.filename }
  test.each<[string, number, RegExp, readonly Part[]]>([
    ['a field twice', 400, /name/, [...formOf(demo), { name: 'name', value: 'form-demo' }]],
    ['no file', 400, /file/i, formOf(demo).slice(0, -1)],
    ['an empty file', 400, /empty|file/i, formOf({ ...demo, bytes: Buffer.alloc(0) })],
    ['two files', 400, /one file/i, [...formOf(demo), content]],
    ['the file in another field', 400, /file/i, [{ ...content, name: 'upload' }]],
    ['an image', 400, /./, [{ ...content, type: 'image/png' }]],
    ['another action', 400, /action/i, formOf(demo, { ':action': 'launch' })],
    ['a retired action', 410, /./, formOf(demo, { ':action': 'submit' })],
    ['another protocol', 400, /protocol/i, formOf(demo, { protocol_version: '2' })],
    ['another digest', 400, /digest/i, formOf(demo, { sha256_digest: '0'.repeat(64) })],
    ['another MD5', 400, /digest/i, formOf(demo, { md5_digest: '0'.repeat(32) })],
    ['another kind of file', 400, /sdist/, formOf(demo, { filetype: 'sdist' })],
    ['a retired kind of file', 400, /./, formOf(demo, { filetype: 'bdist_egg' })],
    ['another name', 400, /name/i, formOf(demo, { name: 'something-else' })],
    ['another version', 400, /version/i, formOf(demo, { version: '2.0' })],
    ['a path as file name', 400, /./, formOf({ ...demo, filename: `../${demo.filename}` })],
    [
      'a name with a control character',
      400,
      /./,
      formOf({ ...demo, filename: `x\x01${demo.filename}` }),
    ],
    ['an endless name', 400, /./, formOf({ ...demo, filename: `${'x'.repeat(5000)}.whl` })],
    [
      'another name in the file',
      400,
      /./,
      formOf({ ...demo, filename: 'other-1.0-py3-none-any.whl' }, { name: undefined }),
    ],
    ['no archive', 400, /./, formOf({ ...demo, bytes: Buffer.from('hello') })],
    [
      'too many fields',
      413,
      /fields/i,
      [...Array.from({ length: 5_000 }, (_, n) => ({ name: `f${n}`, value: 'x' })), content],
    ],
    [
      'a field without end',
      413,
      /long/i,
      [{ name: 'description', value: 'x'.repeat(3 * 2 ** 20) }, content],
    ],
  ])('with %s is refused, and nothing stays', async (_what, status, reason, parts) => {
    const before = await serial()
    const answer = await upload(api, secret, demo, { parts })
    expect([answer.status, answer.statusText]).toEqual([status, expect.stringMatching(reason)])
    expect(await incoming()).toEqual([])
    expect(await fileRow(demo.filename)).toBeNull()
    expect(await serial()).toBe(before)
  })

  test('that is no form is refused', async () => {
    for (const type of ['application/json', 'multipart/form-data', 'text/plain', '']) {
      const answer = await upload(api, secret, demo, { headers: { 'content-type': type } })
      expect([type, answer.status]).toEqual([type, 400])
    }
  })
})

describe('a malformed body', () => {
  const wheel = buildWheel('malformed', '1.0')
  const whole = multipart(formOf(wheel))
  const post = (body: Buffer, boundary = BOUNDARY) =>
    send(api.origin, {
      method: 'POST',
      path: '/legacy/',
      headers: {
        authorization: basic(secret),
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      body,
    })

  test.each([
    ['cut off in the file', whole.subarray(0, whole.length - 100)],
    ['cut off before the last boundary', whole.subarray(0, whole.lastIndexOf('\r\n--'))],
    ['cut off in the first header', whole.subarray(0, 60)],
    ['empty', Buffer.alloc(0)],
    ['only dashes', Buffer.from('--')],
    ['random bytes', createHash('sha512').update('x').digest()],
    ['a part without a name', Buffer.from(`--${BOUNDARY}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`)],
    ['a header without end', Buffer.from(`--${BOUNDARY}\r\nX: ${'y'.repeat(200_000)}`)],
  ])('(%s) is refused with 400, and nothing stays', async (_what, body) => {
    const answer = await post(Buffer.from(body))
    expect(answer.status).toBe(400)
    expect(answer.statusText).toMatch(/^[\x20-\x7e]{5,}$/)
    expect(await incoming()).toEqual([])
    expect(await fileRow(wheel.filename)).toBeNull()
  })

  test('with another boundary than it says is refused', async () => {
    expect((await post(whole, 'something-else')).status).toBe(400)
    expect(await incoming()).toEqual([])
  })

  test('of any kind never ends the server: cut off at 40 places', async () => {
    const places = Array.from({ length: 40 }, (_, n) => Math.floor((whole.length * n) / 40))
    const statuses = await Promise.all(
      places.map(async (place) => (await post(whole.subarray(0, place))).status),
    )
    expect(new Set(statuses)).toEqual(new Set([400]))
    expect(await incoming()).toEqual([])
    expect((await send(api.origin, { path: '/livez' })).status).toBe(200)
  })
})

describe('a refusal', () => {
  const wheel = buildWheel('refused', '1.0')
  const fields = { version: '9' }

  test.each([
    [undefined, /^text\/plain/],
    ['*/*', /^text\/plain/],
    ['application/json', /^application\/json/],
    ['application/problem+json', /^application\/problem\+json/],
    ['text/html', /^text\/plain/],
  ])('for Accept %s says the same in the status line and in the body', async (accept, type) => {
    const headers = accept === undefined ? {} : { accept }
    const answer = await upload(api, secret, wheel, { fields, headers })
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toMatch(type)
    expect(answer.headers['cache-control']).toBe('no-store')
    const said = /json/.test(answer.headers['content-type']!)
      ? Object.values(answer.json()).join(' ')
      : answer.text
    expect(said).toContain(answer.statusText)
    expect(answer.statusText).toMatch(/version/i)
  })

  test('with words from the upload is one line of Latin-1', async () => {
    const named = buildWheel('refused', '1.0')
    for (const name of ['ünï—cødé\r\nX-Injected: 1', '\u{1f600}', '名前', 'a\u2028b\x00c']) {
      const answer = await upload(api, secret, named, { fields: { name } })
      expect(answer.status).toBe(400)
      expect(answer.headers).not.toHaveProperty('x-injected')
      expect(answer.statusText).toMatch(/^[\x20-\x7e\xa0-\xff]+$/)
    }
  })
})

describe('the address', () => {
  test('without its slash is a permanent redirect that keeps method, body and query', async () => {
    const wheel = buildWheel('redirected', '1.0')
    const answer = await upload(api, secret, wheel, { path: '/legacy?x=1' })
    expect([answer.status, answer.headers.location]).toEqual([
      308,
      `${api.deps.config.PUBLIC_URL}/legacy/?x=1`,
    ])
    expect(await fileRow(wheel.filename)).toBeNull()
  })

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('does not take %s', async (method) => {
    const answer = await send(api.origin, { method, path: '/legacy/' })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST'])
  })
})

describe('the same file', () => {
  test('sent again is 200 and changes nothing', async () => {
    const wheel = buildWheel('again', '1.0')
    await publish(api, secret, wheel)
    const before = [await serial(), await api.deps.db.event.count(), await fileRow(wheel.filename)]
    expect((await upload(api, secret, wheel)).status).toBe(200)
    const after = [await serial(), await api.deps.db.event.count(), await fileRow(wheel.filename)]
    expect(after).toEqual(before)
    expect(await incoming()).toEqual([])
  })

  test('with other bytes is refused in the words that twine looks for', async () => {
    const wheel = buildWheel('other-bytes', '1.0')
    await publish(api, secret, wheel)
    const answer = await upload(api, secret, buildWheel('other-bytes', '1.0', { mark: 'changed' }))
    expect([answer.status, answer.statusText]).toEqual([
      400,
      expect.stringContaining('File already exists'),
    ])
    expect((await fileRow(wheel.filename))!.size).toBe(BigInt(wheel.bytes.length))
  })

  test('as a second source distribution of its release is refused', async () => {
    await publish(api, secret, buildSdist('one-sdist', '1.0'))
    const second = buildSdist('one-sdist', '1.0.0')
    const answer = await upload(api, secret, second)
    expect(answer.status).toBe(400)
    expect(answer.statusText).toMatch(/source distribution|sdist/i)
    await publish(api, secret, buildWheel('one-sdist', '1.0'))
  })
})
