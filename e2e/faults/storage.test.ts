import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { freePort } from '../clients/start-wheelhouse.ts'
import { embeddedDatabase } from '../clients/test-databases.ts'
import { runCommand } from '../provision/run-command.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import { NO_FAULTS } from './fault-plan.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, readPage, upload, type Answer } from './upload.ts'

let site: Site
let node: Node
let files: string
let metrics: string
let count = 0
let file: Distribution

beforeAll(async () => {
  site = await makeSite(await embeddedDatabase.create())
  const port = await freePort()
  metrics = `http://127.0.0.1:${port}/metrics`
  node = await site.start({ hook: true, settings: { METRICS_PORT: String(port) } })
  files = path.join(site.folder, 'data', 'files')
}, 180_000)
afterAll(() => site.close(), 60_000)
beforeEach(() => {
  count += 1
  file = makeDistribution('wheel', `full-${count}`)
})

const send = () => upload(node.origin, site.tokens[0], file)

const FULL = { reason: 'The storage is full; ask the operator', retryAfter: '300' }
const AWAY = { reason: 'The storage cannot be used; try again later', retryAfter: '30' }

function expectRefusal(answer: Answer | undefined, expected: typeof FULL): void {
  expect(answer).toMatchObject({
    status: 503,
    reason: expected.reason,
    headers: { 'retry-after': expected.retryAfter },
  })
}

/** Nothing of the upload is seen, none of it waits, and the same process takes it now. */
async function expectRecovery(): Promise<void> {
  expect(await findVisibleFault(node.origin, file, 'absent')).toBeUndefined()
  expect(await readdir(path.join(files, '.incoming'))).toEqual([])
  expect(await send()).toMatchObject({ status: 200 })
  expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
  expect(node.hasEnded()).toBe(false)
}

test.each([
  ['write', 'ENOSPC', FULL],
  ['write', 'EDQUOT', FULL],
  ['mkdir', 'ENOSPC', FULL],
  ['link', 'ENOSPC', FULL],
  ['open', 'ENOSPC', FULL],
  ['fsync', 'ENOSPC', FULL],
  ['write', 'EIO', AWAY],
  ['fsync', 'EIO', AWAY],
  ['open', 'EROFS', AWAY],
  ['mkdir', 'EROFS', AWAY],
  ['link', 'EROFS', AWAY],
  ['open', 'EMFILE', AWAY],
])(
  '%s fails with %s: 503 with the reason, nothing left',
  async (call, code, expected) => {
    await node.arm({ ...NO_FAULTS, fail: [{ call, code }] })
    const answer = await send()
    await node.arm(NO_FAULTS)
    expectRefusal(answer, expected)
    await expectRecovery()
  },
  60_000,
)

test('all of that left nothing wrong, and no file without a row', async () => {
  const { findings, summary } = await site.fsck('--deep')
  expect(findings).toEqual([])
  expect(summary.stored).toBe(summary.files * 2 + summary.recent)
  expect(summary.recent).toBe(0)
}, 60_000)

test('the folder is away for a while: pages are there, files are 503, and a metric says so', async () => {
  const known = makeDistribution('wheel', 'stored', '1.0')
  expect(await upload(node.origin, site.tokens[0], known)).toMatchObject({ status: 200 })
  const page = await readPage(node.origin, known.name)
  const { url } = page!.files[0]!
  // One was sent before and one was not.
  expect((await fetch(`${url}.metadata`)).status).toBe(200)
  const away = async () =>
    /^wheelhouse_storage_away (\d)$/m.exec(await (await fetch(metrics)).text())?.[1]
  expect(await away()).toBe('0')
  await rename(files, `${files}-away`)
  try {
    expect(await readPage(node.origin, known.name)).toEqual(page)
    const asked: [string, RequestInit][] = [
      [url, {}],
      [`${url}.metadata`, {}],
      [url, { method: 'HEAD' }],
      [url, { headers: { range: 'bytes=-20' } }],
    ]
    for (const [at, init] of asked) {
      const answer = await fetch(at, init)
      expect([init, answer.status]).toEqual([init, 503])
      expect(answer.headers.get('retry-after')).toBe('30')
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(await away()).toBe('1')
    expectRefusal(await send(), AWAY)
    expect((await fetch(`${node.origin}/readyz`)).status).toBe(503)
    // A folder of that name that is not the store (a mount that is missing) takes nothing.
    await mkdir(files)
    expectRefusal(await send(), AWAY)
    expect(await readdir(files)).toEqual([])
    await rm(files, { recursive: true })
  } finally {
    await rename(`${files}-away`, files)
  }
  await expectRecovery()
  expect((await fetch(`${node.origin}/readyz`)).status).toBe(200)
  expect([await away(), (await fetch(url)).status]).toEqual(['0', 200])
}, 60_000)

const mounts = process.getuid?.() === 0 && process.platform === 'linux'

describe('a filesystem of its own', () => {
  test('that is full, and then read-only', async () => {
    const folder = path.join(site.folder, 'small')
    await mkdir(folder)
    const mount = (...options: string[]) => runCommand('mount', options, { quiet: true })
    const mounted =
      mounts && (await mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)).code === 0
    // Without the right to mount, the folder stands on a full filesystem by order.
    const settings = { STORAGE_URL: `file://${folder}` }
    const own = await site.start({ hook: true, settings })
    const answer = () => upload(own.origin, site.tokens[0], file)
    const full = mounted
      ? () => writeFile(path.join(folder, 'ballast'), Buffer.alloc(950_000))
      : () => own.arm({ ...NO_FAULTS, fail: [{ call: 'write', code: 'ENOSPC' }] })
    const readOnly = mounted
      ? () => mount('-o', 'remount,ro', folder)
      : () => own.arm({ ...NO_FAULTS, fail: [{ call: 'open', code: 'EROFS' }] })
    const well = mounted
      ? async () => {
          await mount('-o', 'remount,rw', folder)
          await rm(path.join(folder, 'ballast'), { force: true })
        }
      : () => own.arm(NO_FAULTS)
    try {
      await full()
      expectRefusal(await answer(), FULL)
      await well()
      await readOnly()
      expectRefusal(await answer(), AWAY)
      const ready = (await fetch(`${own.origin}/readyz`)).status
      expect(ready).toBe(mounted ? 503 : 200)
      await well()
      expect(await answer()).toMatchObject({ status: 200 })
      expect(await findVisibleFault(own.origin, file, 'present')).toBeUndefined()
    } finally {
      await own.kill()
      if (mounted) await runCommand('umount', [folder], { quiet: true })
    }
  }, 120_000)
})
