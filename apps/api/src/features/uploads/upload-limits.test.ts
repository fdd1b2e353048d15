import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { openSocket, send } from '../../test/send.ts'
import {
  basic,
  BOUNDARY,
  buildWheel,
  formOf,
  multipart,
  publish,
  upload,
  type Distribution,
} from '../../test/wheels.ts'

const KIB = 1024
const MOST = 64 * KIB

let api: TestApi
let owner: Person
let secret: string
beforeAll(async () => {
  api = await startTestApi({ MAX_FILE_SIZE: String(MOST), MAX_PROJECT_SIZE: String(3 * MOST) })
  owner = await createPerson(api)
  secret = await createSecret(api, owner)
})
afterAll(() => api.close())

const incoming = () => readdir(join(api.deps.config.filesFolder, '.incoming'))
const isStored = async ({ filename }: Distribution) =>
  (await api.deps.db.file.count({ where: { filename } })) > 0

/** Waits for what happens after an answer cannot be waited for: the other end is gone. */
async function untilIncomingIsEmpty(): Promise<void> {
  for (let round = 0; (await incoming()).length > 0 && round < 200; round += 1) await sleep(25)
  expect(await incoming()).toEqual([])
}

/** A wheel of exactly so many bytes. */
function wheelOf(name: string, size: number): Distribution {
  const empty = buildWheel(name, '1.0', { ballast: 1 })
  // RECORD names the ballast's length, so that the frame grows with its digits.
  for (let ballast = size - empty.bytes.length - 4; ; ballast += 1) {
    const wheel = buildWheel(name, '1.0', { ballast })
    if (wheel.bytes.length === size) return wheel
    if (wheel.bytes.length > size) throw new Error(`no wheel of ${size} bytes`)
  }
}

const head = (lines: Record<string, string | number>) =>
  `POST /legacy/ HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(secret)}\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n${Object.entries(
    lines,
  )
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

const chunk = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])

describe('the size limit of a file', () => {
  test('takes a file of exactly so many bytes', async () => {
    expect((await upload(api, secret, wheelOf('at-limit', MOST))).status).toBe(200)
  })

  test('refuses one byte more, and nothing stays', async () => {
    const wheel = wheelOf('over-limit', MOST + 1)
    const answer = await upload(api, secret, wheel)
    expect([answer.status, answer.statusText]).toEqual([400, expect.stringMatching(/too large/i)])
    expect(await isStored(wheel)).toBe(false)
    await untilIncomingIsEmpty()
  })

  test('holds in chunks of no declared length', async () => {
    const wheel = wheelOf('chunked-over', MOST + 1)
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Transfer-Encoding': 'chunked' }))
    const body = multipart(formOf(wheel))
    for (let at = 0; at < body.length; at += 8 * KIB) {
      raw.socket.write(chunk(body.subarray(at, at + 8 * KIB)))
    }
    await raw.until('File too large')
    expect(raw.received()).toMatch(/^HTTP\/1\.1 400 /)
    await raw.closed
    await untilIncomingIsEmpty()
  })

  test('takes a file in chunks that is small enough', async () => {
    const wheel = buildWheel('chunked', '1.0')
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Transfer-Encoding': 'chunked', Connection: 'close' }))
    for (const byte of [multipart(formOf(wheel))]) raw.socket.write(chunk(byte))
    raw.socket.write('0\r\n\r\n')
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 200 /)
    expect(await isStored(wheel)).toBe(true)
  })

  test('refuses a declared length beyond it before the body comes', async () => {
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Content-Length': 2 ** 40 }))
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 4\d\d .*too large/i)
    expect(await incoming()).toEqual([])
  })
})

describe('a length that lies', () => {
  test('and says more than comes leaves nothing when the client goes', async () => {
    const wheel = buildWheel('says-more', '1.0')
    const body = multipart(formOf(wheel))
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Content-Length': body.length + 1000 }))
    raw.socket.end(body)
    await raw.closed
    expect(raw.received()).not.toMatch(/ 200 /)
    await untilIncomingIsEmpty()
    expect(await isStored(wheel)).toBe(false)
  })

  test('and says less than comes is a cut-off form', async () => {
    const wheel = buildWheel('says-less', '1.0')
    const body = multipart(formOf(wheel))
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Content-Length': body.length - 40 }))
    raw.socket.write(body)
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 400 /)
    expect(await isStored(wheel)).toBe(false)
    await untilIncomingIsEmpty()
  })

  test.each(['-1', 'abc', '1e3', '5, 5', ''])('(%s) is no request', async (length) => {
    const raw = await openSocket(api.origin)
    raw.socket.write(head({ 'Content-Length': length }))
    raw.socket.write('--')
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('a client that goes away', () => {
  test('in the middle of the file leaves nothing: 20 at once', async () => {
    const wheel = wheelOf('aborted', MOST)
    const body = multipart(formOf(wheel))
    await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const raw = await openSocket(api.origin)
        raw.socket.write(head({ 'Content-Length': body.length }))
        await new Promise((resolve) =>
          raw.socket.write(body.subarray(0, 1000 + number * 3000), resolve),
        )
        raw.socket.resetAndDestroy()
      }),
    )
    await untilIncomingIsEmpty()
    expect(await isStored(wheel)).toBe(false)
    await publish(api, secret, wheel)
  })
})

describe('a bad token', () => {
  test('is refused after little of a large body is read (S-40)', async () => {
    const raw = await openSocket(api.origin)
    const length = 100 * 2 ** 20
    raw.socket.write(
      head({ 'Content-Length': length }).replace(basic(secret), basic(`wh_${'A'.repeat(49)}`)),
    )
    const block = Buffer.alloc(64 * KIB, 'x')
    let handedOver = 0
    let open = true
    void raw.closed.then(() => (open = false))
    while (open && handedOver < length) {
      const flushed = await new Promise<boolean>((resolve) => {
        raw.socket.write(block, (error) => resolve(error == null))
        void raw.closed.then(() => resolve(false))
      })
      if (!flushed) break
      handedOver += block.length
    }
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 403 Invalid .*API token/)
    // What the kernel's buffers of both ends take; nobody reads it.
    expect(handedOver).toBeLessThan(16 * 2 ** 20)
    expect(await incoming()).toEqual([])
  })

  test('waits for no body at all', async () => {
    const raw = await openSocket(api.origin)
    raw.socket.write(
      head({ 'Content-Length': 1000 }).replace(basic(secret), basic(`wh_${'A'.repeat(49)}`)),
    )
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 403 /)
  })
})

describe('the size limit of a project', () => {
  test('holds for the sum of its files, and room comes back with a deletion', async () => {
    const part = (version: string) => buildWheel('sum', version, { ballast: MOST - 2 * KIB })
    for (const version of ['1', '2', '3']) await publish(api, secret, part(version))
    const answer = await upload(api, secret, part('4'))
    expect([answer.status, answer.statusText]).toEqual([
      400,
      expect.stringMatching(/project size too large/i),
    ])
    expect(await isStored(part('4'))).toBe(false)
    const browser = await signedIn(api, owner)
    const { filename } = part('1')
    const path = `/api/v1/projects/sum/files/${filename}?confirm=${filename}`
    expect((await browser.ask('DELETE', path)).status).toBe(200)
    await publish(api, secret, part('4'))
    const project = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'sum' },
      include: { files: { where: { state: 'published' }, select: { size: true } } },
    })
    const sum = project.files.reduce((total, file) => total + file.size, 0n)
    expect(project.totalSize).toBe(sum)
  })
})

test('the server is well after all of this', async () => {
  expect((await send(api.origin, { path: '/readyz' })).json()).toMatchObject({ status: 'ok' })
})
