import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readEnvironment } from '../config.ts'
import { buildSdist, buildWheel } from '../test/wheels.ts'

const COMMAND = join(import.meta.dirname, 'wheelhouse.ts')

let folder: string

const good = buildWheel('checked-thing', '1.0', { summary: 'A thing', requiresPython: '>=3.9' })
const sdist = buildSdist('checked-thing', '1.0')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-check-'))
  const clash = buildWheel('email', '1.0')
  const files = [
    [good.filename, good.bytes],
    [sdist.filename, sdist.bytes],
    [clash.filename, clash.bytes],
    ['other-1.0-py3-none-any.whl', good.bytes],
    ['broken-1.0-py3-none-any.whl', Buffer.from('no archive')],
    ['empty-1.0.tar.gz', Buffer.alloc(0)],
    ['notes.txt', Buffer.from('x')],
  ] as const
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the command as pnpm does, in another folder than the caller's, with a data folder that is not there. */
async function check(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [COMMAND, 'check', ...args], {
    cwd: tmpdir(),
    env: {
      ...readEnvironment(),
      DATA_DIR: join(folder, 'data'),
      INIT_CWD: folder,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, lines: stdout.split('\n').slice(0, -1), stderr }
}

describe('wheelhouse check', () => {
  test('tells of good files with what they lack, and leaves nothing behind', async () => {
    const before = await readdir(folder)
    const { code, lines } = await check([good.filename, join(folder, sdist.filename)])
    expect(lines).toEqual([
      `ok ${good.filename}: wheel of checked-thing 1.0 (no description, no licence)`,
      `ok ${sdist.filename}: sdist of checked-thing 1.0 (no description, no summary, no Requires-Python, no licence)`,
    ])
    expect(code).toBe(0)
    expect(await readdir(folder)).toEqual(before)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  test('refuses with the reasons of an upload, each file for itself, and exits with 1', async () => {
    const names = [
      'email-1.0-py3-none-any.whl',
      'other-1.0-py3-none-any.whl',
      good.filename,
      'broken-1.0-py3-none-any.whl',
      'empty-1.0.tar.gz',
      'notes.txt',
      'missing-1.0.tar.gz',
    ]
    const { code, lines } = await check(['--json', ...names])
    const found = lines.map((line) => JSON.parse(line) as { filename: string; reason?: string })
    expect(found.map(({ filename, reason }) => [filename, reason])).toEqual([
      ['email-1.0-py3-none-any.whl', 'name-standard-library'],
      ['other-1.0-py3-none-any.whl', expect.stringMatching(/^(?:filename|wheel)-/)],
      [good.filename, undefined],
      ['broken-1.0-py3-none-any.whl', 'zip-not-a-zip'],
      ['empty-1.0.tar.gz', 'file-empty'],
      ['notes.txt', 'filename-invalid'],
      ['missing-1.0.tar.gz', 'no-file'],
    ])
    expect(found[2]).toMatchObject({ ok: true, project: 'checked-thing', kind: 'wheel' })
    expect(code).toBe(1)
  })

  test("knows the installation's own rules", async () => {
    const { code, lines } = await check([good.filename], { MAX_FILE_SIZE: '1KiB' })
    expect(lines).toEqual([expect.stringMatching(/too large.*\(file-too-large\)$/i)])
    expect(code).toBe(1)
  })
})
