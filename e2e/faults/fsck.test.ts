import { createHash } from 'node:crypto'
import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { embeddedDatabase } from '../clients/test-databases.ts'
import { makeDistribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, upload } from './upload.ts'

const file = makeDistribution('wheel', 'kept')
let site: Site
let node: Node
/** The folder in the storage that holds the file and its sidecar. */
let home: string

beforeAll(async () => {
  site = await makeSite(await embeddedDatabase.create())
  node = await site.start()
  const answer = await upload(node.origin, site.tokens[0], file)
  if (answer?.status !== 200) throw new Error(`the upload: ${answer?.reason}`)
  const files = path.join(site.folder, 'data', 'files')
  const stored = await readdir(files, { recursive: true })
  home = path.dirname(
    path.join(
      files,
      stored.find((name) => name.endsWith('.whl'))!,
    ),
  )
}, 180_000)
afterAll(() => site.close(), 60_000)

test('an index without a fault: exit code 0, beside the running server', async () => {
  expect(await site.fsck('--deep')).toEqual({
    code: 0,
    findings: [],
    summary: { projects: 1, files: 1, stored: 2, recent: 0, findings: 0, repaired: 0 },
  })
}, 60_000)

test('faults: exit code 1, and 0 once they are mended', async () => {
  await rm(path.join(home, `${file.filename}.metadata`))
  const orphan = path.join(home, 'forgotten-1.0.tar.gz')
  await writeFile(orphan, 'nobody names it')
  const longAgo = new Date(Date.now() - 3 * 86_400_000)
  await utimes(orphan, longAgo, longAgo)
  expect(await findVisibleFault(node.origin, file, 'present')).toBe('the metadata has status 503')

  const found = await site.fsck()
  expect(found.code).toBe(1)
  expect(found.findings).toEqual([
    {
      kind: 'missing-metadata',
      severity: 'error',
      project: 'kept',
      filename: file.filename,
      detail: expect.stringContaining('.metadata'),
      repaired: false,
    },
    {
      kind: 'orphan',
      severity: 'warning',
      project: null,
      filename: expect.stringMatching(/forgotten-1\.0\.tar\.gz$/),
      detail: expect.stringContaining('15 bytes'),
      repaired: false,
    },
  ])
  expect((await site.fsck('--repair', 'orphans')).code).toBe(1)
  expect((await site.fsck('--project', 'Kept', '--repair', 'all')).code).toBe(0)
  expect(await site.fsck()).toMatchObject({ code: 0, findings: [] })
  expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
  const left = await readdir(home)
  expect(left.toSorted()).toEqual([file.filename, `${file.filename}.metadata`])
}, 120_000)

test.each([
  [['--repair', 'everything'], /use orphans, missing-metadata, pages, totals or all/],
  [['--project', '-'], /no name of a project/],
  [['--project', 'nobody'], /there is no project/],
  [['--grace', '0'], /whole number of hours/],
])(
  '%s cannot run: exit code 2',
  async (options, reason) => {
    const { code, output } = await site.wheelhouse('fsck', ...options)
    expect(code).toBe(2)
    expect(output).toMatch(reason)
  },
  60_000,
)

test('a file that was replaced is seen in depth', async () => {
  const content = createHash('sha512').update('other').digest()
  const same = Buffer.alloc(file.bytes.length, content)
  await writeFile(path.join(home, file.filename), same)
  expect((await site.fsck()).code).toBe(0)
  const { code, findings } = await site.fsck('--deep')
  expect(code).toBe(1)
  expect(findings.map(({ kind }) => kind)).toEqual(['wrong-digest'])
  // Sent again, the file is here already: the index cannot know better. The operator restores it.
  await writeFile(path.join(home, file.filename), file.bytes)
  expect((await site.fsck('--deep')).code).toBe(0)
}, 120_000)
