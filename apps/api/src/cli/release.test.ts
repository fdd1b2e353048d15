import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { anonymous, createPerson, createSecret } from '../test/callers.ts'
import { spawnNode } from '../test/spawn-server.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { buildWheel, publish } from '../test/wheels.ts'

// Each command starts a process with parts of its own.
jest.setTimeout(120_000)

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  const secret = await createSecret(api, await createPerson(api))
  await publish(api, secret, buildWheel('Yanked_One', '1.0'))
})
afterAll(() => api.close())

/** Runs `wheelhouse release …` beside the server, on its database. */
async function release(...args: string[]) {
  const { DATA_DIR, DATABASE_URL, PUBLIC_URL, PORT } = api.deps.config
  const environment = {
    DATA_DIR,
    PUBLIC_URL,
    PORT: String(PORT),
    ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }),
  }
  const child = spawnNode('cli/wheelhouse.ts', environment, ['release', ...args])
  const code = await child.ended
  return { code, out: child.stdout().trim(), error: child.stderr().trim() }
}

const shown = async () => {
  const path = '/api/v1/projects/yanked-one/releases/1.0'
  return (await anonymous(api).ask('GET', path)).json<{ yanked: boolean; yankedReason: string }>()
}

test('a release is yanked and unyanked beside the server, whose pages show it', async () => {
  const yank = await release('yank', 'yanked.one', 'v1.0.0', '--reason', 'leaks its keys')
  expect(yank).toEqual({ code: 0, out: 'Yanked_One 1.0 is yanked', error: '' })
  expect(await shown()).toMatchObject({ yanked: true, yankedReason: 'leaks its keys' })
  const [event] = await api.deps.db.event.findMany({ where: { kind: 'release-yanked' } })
  expect(event).toMatchObject({ actorKind: 'system', actorName: 'operator' })

  const back = await release('unyank', 'yanked-one', '1.0', '--json')
  expect(JSON.parse(back.out)).toEqual({ name: 'Yanked_One', version: '1.0', yanked: false })
  expect(await shown()).toMatchObject({ yanked: false, yankedReason: null })

  const missing = await release('yank', 'yanked-one', '2.0')
  expect([missing.code, missing.error]).toEqual([1, 'wheelhouse: The release 2.0 does not exist'])
})
