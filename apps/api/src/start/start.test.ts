import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { readEnvironment } from '../config.ts'
import { send } from '../test/send.ts'
import { spawnNode, type Spawned } from '../test/spawn-server.ts'
import { createEmptyDatabase } from '../test/test-database.ts'
import { buildWheel, publish, upload } from '../test/wheels.ts'

const serverUrl = readEnvironment().WHEELHOUSE_TEST_DATABASE_URL
const describeOnServer = serverUrl === undefined ? describe.skip : describe

let folder: string
const running: Spawned[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-start-'))
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL')
    await child.ended
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function serve(environment: Record<string, string>): Spawned {
  const child = spawnNode('start/serve.ts', environment)
  running.push(child)
  return child
}

/** A port that something listens on, or that is free once it is closed. */
async function takePort(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { server, port: typeof address === 'object' ? address!.port : 0 }
}

async function freePort(): Promise<number> {
  const { server, port } = await takePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function untilReady(origin: string, child: Spawned): Promise<void> {
  let ended: number | string | undefined
  void child.ended.then((code) => (ended = code))
  for (let round = 0; round < 1000; round += 1) {
    const answer = await send(origin, { path: '/readyz' }).catch(() => undefined)
    if (answer?.status === 200) return
    if (ended !== undefined) throw new Error(`ended with ${ended}: ${child.stderr()}`)
    await sleep(50)
  }
  throw new Error('not ready')
}

describe('a start that cannot be', () => {
  /** Its exit code and the lines that say why. */
  async function failing(file: string, environment: Record<string, string>) {
    const child = spawnNode(file, environment)
    running.push(child)
    return { code: await child.ended, lines: child.stderr().trimEnd().split('\n') }
  }

  test.each(['start/start.ts', 'start/serve.ts'])(
    'for a bad variable says so in one line (%s)',
    async (file) => {
      const environment = { DATA_DIR: join(folder, 'bad'), PORT: 'eighty' }
      const { code, lines } = await failing(file, environment)
      expect([code, lines]).toEqual([1, [expect.stringMatching(/^wheelhouse: PORT: /)]])
    },
  )

  test('for several says each in a line', async () => {
    const environment = {
      DATA_DIR: join(folder, 'bad'),
      PORT: 'x',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'x',
    }
    const { code, lines } = await failing('start/serve.ts', environment)
    expect([code, lines]).toEqual([
      1,
      [
        expect.stringMatching(/^wheelhouse: PORT: /),
        expect.stringMatching(/^wheelhouse: LOG_LEVEL: /),
      ],
    ])
  })

  test('for a data folder that is a file says which variable to set', async () => {
    const path = join(folder, 'a-file')
    await writeFile(path, '')
    const { code, lines } = await failing('start/serve.ts', { DATA_DIR: path, PORT: '0' })
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^wheelhouse: DATA_DIR: .*a-file/)]])
  })

  test('for a port that is taken says which, and leaves the folder usable', async () => {
    const { server, port } = await takePort()
    try {
      const environment = { DATA_DIR: join(folder, 'taken'), PORT: String(port) }
      const { code, lines } = await failing('start/serve.ts', environment)
      expect([code, lines]).toEqual([
        1,
        [expect.stringMatching(new RegExp(`^wheelhouse: PORT: ${port} is taken`))],
      ])
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
    const child = serve({ DATA_DIR: join(folder, 'taken'), PORT: String(port) })
    await untilReady(`http://127.0.0.1:${port}`, child)
  })

  test('for a database that nobody serves says which variable, without its password', async () => {
    const url = `postgresql://user:hush-hush@127.0.0.1:${await freePort()}/db`
    const environment = { DATA_DIR: join(folder, 'away'), PORT: '0', DATABASE_URL: url }
    const { code, lines } = await failing('start/serve.ts', environment)
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^wheelhouse: DATABASE_URL: .+/)]])
    expect(lines.join()).not.toContain('hush-hush')
  })

  describeOnServer('for a migration that fails', () => {
    test('says the reason of the database in one line', async () => {
      const database = await createEmptyDatabase(serverUrl!)
      try {
        const client = new pg.Client({ connectionString: database.url })
        await client.connect()
        await client.query('CREATE TYPE "principal_kind" AS ENUM (\'x\')')
        await client.end()
        const DATABASE_URL = database.url
        const environment = { DATA_DIR: join(folder, 'half'), PORT: '0', DATABASE_URL }
        const { code, lines } = await failing('start/serve.ts', environment)
        expect([code, lines]).toEqual([
          1,
          [expect.stringMatching(/^wheelhouse: Migration failed: \d+_\w+: .*already exists/)],
        ])
      } finally {
        await database.drop()
      }
    })
  })
})

describe('the embedded database', () => {
  test('is shared with commands while the server runs, survives a kill, and stops on a signal', async () => {
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const environment = { DATA_DIR: join(folder, 'data'), PORT: String(port), PUBLIC_URL: origin }
    const first = serve(environment)
    await untilReady(origin, first)

    const command = async (...args: string[]) => {
      const child = spawnNode('cli/wheelhouse.ts', environment, args)
      expect([await child.ended, child.stderr()]).toEqual([0, expect.any(String)])
      return child.stdout().trim()
    }
    await command('user', 'create', 'operator-made', '--email', 'made@example.org', '--verified')
    const secret = await command('token', 'create', 'operator-made')
    expect(secret).toMatch(/^wh_/)
    await publish({ origin }, secret, buildWheel('kept', '1.0'))

    first.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    // With no server, a command opens the database itself.
    const second = await command('token', 'create', 'operator-made', '--name', 'second')

    const again = serve(environment)
    await untilReady(origin, again)
    expect((await send(origin, { path: '/simple/kept/' })).text).toContain(
      'kept-1.0-py3-none-any.whl',
    )
    expect((await upload({ origin }, second, buildWheel('kept', '1.1'))).status).toBe(200)
    again.kill('SIGTERM')
    expect(await again.ended).toBe(0)
    await expect(send(origin, { path: '/livez' })).rejects.toThrow(/ECONNREFUSED/)
  }, 120_000)
})
