import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import { readEnvironment } from '../config.ts'
import {
  makeWheel,
  readProjectPage,
  startFolderSource,
  startSource,
} from '../features/imports/test/sources.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { addImportCommand } from './import.ts'

const COMMAND = join(import.meta.dirname, 'wheelhouse.ts')

// An index, and a command with its own start, take their time on a busy machine.
jest.setTimeout(120_000)

let api: TestApi
let folder: string

// The embedded database: the command goes through the socket of the server that runs.
beforeAll(async () => {
  api = await startTestApi({}, { database: 'embedded' })
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-import-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command as pnpm does: in another folder than the caller's. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, 'import', ...args], {
    cwd: tmpdir(),
    env: { ...readEnvironment(), DATA_DIR: api.deps.config.DATA_DIR, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, code, stdout: text(child.stdout), stderr: text(child.stderr) }
}

async function run(...args: string[]) {
  const { code, stdout, stderr } = start(...args)
  return { code: await code, stdout: await stdout, stderr: await stderr }
}

describe('wheelhouse import', () => {
  test('beside a running server, whose pages are new within two seconds', async () => {
    await expect(readProjectPage(api.origin, 'beside')).rejects.toThrow('404')
    await mkdir(join(folder, 'dist'))
    const wheel = makeWheel('beside', '1.0')
    await writeFile(join(folder, 'dist', wheel.filename), wheel.bytes)

    const first = await run('dist')
    expect(first.stderr).toBe('')
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/^imported {3}1\nunchanged {2}0\nskipped {4}0\nrefused {4}0\n/)
    // Told at once by a notice; without it by the server's next look, two seconds later at most.
    await sleep(2_500)
    expect(await readProjectPage(api.origin, 'beside')).toMatchObject([
      { filename: wheel.filename, hashes: { sha256: wheel.sha256 } },
    ])
  })

  test('what was refused or failed is told, without credentials, and gives exit code 1', async () => {
    const wheel = makeWheel('cutoff', '1.0')
    await writeFile(join(folder, wheel.filename), wheel.bytes.subarray(0, 100))
    const gone = await startFolderSource({})
    await gone.close()
    const host = new URL(gone.origin).host
    const { code, stdout, stderr } = await run(
      wheel.filename,
      `http://me:hush-hush@${host}/simple/x/`,
      '--json',
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/^refused: cutoff-1\.0-py3-none-any\.whl: \S/m)
    expect(stderr).toContain(`failed: ${host}/simple/x/: ${host} cannot be read (ECONNREFUSED)`)
    expect(JSON.parse(stdout)).toMatchObject({ imported: 0, refused: 1, failed: 1 })
    expect(stderr + stdout).not.toContain('hush')
  })

  test('a line to standard error every 50 files', async () => {
    const wheels = Array.from({ length: 51 }, (_, index) => makeWheel('many', `1.${index}`))
    const source = await startFolderSource({
      '/simple/many/': wheels.map((w) => `<a href="/${w.filename}">w</a>`).join(''),
      ...Object.fromEntries(wheels.map((wheel) => [`/${wheel.filename}`, wheel.bytes])),
    })
    try {
      const { code, stderr } = await run(`${source.origin}/simple/many/`)
      expect(code).toBe(0)
      expect(stderr).toMatch(/^\[#+-*\] 50\/51 files {2}\d+\.\d MB [^\n]*\n$/)
    } finally {
      await source.close()
    }
  })

  test('Ctrl-C ends it with 130, says what is left, and the next run goes on', async () => {
    const wheels = Array.from({ length: 6 }, (_, index) => makeWheel('halted', `1.${index}`))
    let silent = true
    let waiting = 0
    let stuck: () => void = () => {}
    const allStuck = new Promise<void>((resolve) => (stuck = resolve))
    const source = await startSource((request, response) => {
      if (request.url === '/simple/halted/') {
        const links = wheels.map((w) => `<a href="/${w.filename}#sha256=${w.sha256}">w</a>`)
        return void response.writeHead(200, { 'content-type': 'text/html' }).end(links.join(''))
      }
      const index = wheels.findIndex(({ filename }) => request.url === `/${filename}`)
      response.writeHead(200)
      if (!silent || index >= 4) return void response.end(wheels[index]!.bytes)
      response.write(wheels[index]!.bytes.subarray(0, 50))
      waiting += 1
      if (waiting === 4) stuck()
    })
    try {
      const { child, code, stdout, stderr } = start(`${source.origin}/simple/halted/`, '--json')
      await allStuck
      child.kill('SIGINT')
      expect(await code).toBe(130)
      expect(await stderr).toMatch(/Stopped; 4 of the files listed so far are left\./)
      expect(JSON.parse(await stdout)).toMatchObject({ imported: 2, left: 4, interrupted: true })

      silent = false
      const next = await run(`${source.origin}/simple/halted/`, '--json')
      expect(next.code).toBe(0)
      expect(JSON.parse(next.stdout)).toMatchObject({ imported: 4, unchanged: 2, left: 0 })
    } finally {
      await source.close()
    }
  })

  test('a wrong option or an unknown owner is told before anything is done', async () => {
    const cases: [string[], string][] = [
      [['.', '--latest', '0'], '--latest 0: use a whole number above 0'],
      [['.', '--project', '../x'], '--project ../x: no name of a project'],
      [['.', '--all', '--project', 'x'], '--all and --project exclude each other'],
      [['https://', '--all'], 'an address of an index is malformed'],
      [['.', '--owner', 'nobody'], 'there is no user nobody'],
    ]
    for (const [args, message] of cases) {
      const program = new Command().exitOverride()
      addImportCommand(program, api.deps.config)
      await expect(program.parseAsync(['import', ...args], { from: 'user' })).rejects.toMatchObject(
        { name: 'CommandError', message },
      )
    }
  })
})
