import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runCommand } from './run-command.ts'
import { startPostgres } from './start-postgres.ts'

/** The first byte that answers PostgreSQL's SSLRequest: `N` or `S` from a server, else the error. */
async function knock(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]))
  })
  socket.on('data', (bytes) => {
    resolve(bytes.toString('latin1').slice(0, 1))
    socket.end()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  return promise
}

/** A folder that the user whom the server runs under may enter too. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-test-'))
  await chmod(folder, 0o777)
  return folder
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

const describeServer = process.env['SKIP_POSTGRES'] ? describe.skip : describe

describeServer('a server of our own', () => {
  let parent = ''
  beforeEach(async () => {
    parent = await openFolder()
  })
  afterEach(async () => rm(parent, { recursive: true, force: true }))

  test('listens on its own port and leaves nothing behind', async () => {
    const server = await startPostgres({ fast: true, parent })
    expect(await knock(server.port)).toBe('N')
    expect(await readdir(parent)).toHaveLength(1)
    expect(new URL(server.url).port).toBe(String(server.port))
    expect(new URL(server.url).password).toHaveLength(24)

    await server.stop()
    expect(await knock(server.port)).toBe('ECONNREFUSED')
    expect(await readdir(parent)).toEqual([])
    await server.stop()
  })

  test('goes away with the process that started it, even when that is killed', async () => {
    const script = `
      const { startPostgres } = await import(${JSON.stringify(new URL('start-postgres.ts', import.meta.url).href)})
      const server = await startPostgres({ fast: true, parent: ${JSON.stringify(parent)} })
      process.stdout.write('port ' + server.port, () => process.kill(process.pid, 'SIGKILL'))`
    const parameters = ['--input-type=module', '-e', script]
    const { output } = await runCommand(process.execPath, parameters, { quiet: true })
    const port = Number(/port (\d+)/.exec(output)?.[1])
    expect(port).toBeGreaterThan(0)
    expect(await eventually(async () => (await knock(port)) === 'ECONNREFUSED')).toBe(true)
    expect(await eventually(async () => (await readdir(parent)).length === 0)).toBe(true)
  })
})

test('binaries that are none are named', async () => {
  await expect(startPostgres({ binaries: '/nowhere' })).rejects.toThrow(/nowhere\/initdb ENOENT/)
})

test('the continuous integration calls the test command and nothing else', async () => {
  const script = await readFile(new URL('../../.ci/run', import.meta.url), 'utf8')
  expect(script.trimEnd().split('\n').at(-1)).toBe('exec npx -y pnpm@12 test --install')
})
