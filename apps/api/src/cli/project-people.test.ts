import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { createPerson, createSecret } from '../test/callers.ts'
import { spawnNode } from '../test/spawn-server.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { buildWheel, publish } from '../test/wheels.ts'

// Each command starts a process with parts of its own.
jest.setTimeout(120_000)

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

/** Runs `wheelhouse project …` beside the server, on its database. */
async function project(...args: string[]) {
  const { DATA_DIR, DATABASE_URL, PUBLIC_URL, PORT } = api.deps.config
  const environment = {
    DATA_DIR,
    PUBLIC_URL,
    PORT: String(PORT),
    ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }),
  }
  const child = spawnNode('cli/wheelhouse.ts', environment, ['project', ...args])
  const code = await child.ended
  return { code, out: child.stdout().trim(), error: child.stderr().trim() }
}

test('an orphaned project gets an owner, who is told with the others; and shows who is there', async () => {
  const { db } = api.deps
  const [gone, maintainer] = [
    await createPerson(api, { username: 'gone' }),
    await createPerson(api, { username: 'stays' }),
  ]
  await publish(api, await createSecret(api, gone), buildWheel('orphan', '1.0'))
  const { id } = await db.project.findUniqueOrThrow({ where: { normalizedName: 'orphan' } })
  const role = { projectId: id, principalId: maintainer.userId, role: 'maintainer' } as const
  await db.role.create({ data: role })
  await db.user.update({ where: { id: gone.userId }, data: { status: 'frozen' } })

  const done = await project('add-owner', 'Orphan', 'STAYS', '--json')
  expect(JSON.parse(done.out)).toEqual({ project: 'orphan', username: 'stays', changed: true })
  const people = JSON.parse((await project('people', 'orphan', '--json')).out)
  expect(people).toMatchObject([
    { username: 'gone', role: 'owner', secondFactor: false },
    { username: 'stays', role: 'owner' },
  ])
  const mails = (await api.mails()).map(({ to, subject }) => `${to}: ${subject}`)
  expect(mails.toSorted()).toEqual([
    'gone@example.org: The role of stays in orphan was changed',
    'stays@example.org: Your role in orphan was changed',
  ])
  const journal = await db.journalEntry.findFirst({ orderBy: { serial: 'desc' } })
  expect(journal).toMatchObject({ action: 'change Maintainer stays to Owner', actor: 'operator' })
  const frozen = await project('add-owner', 'orphan', 'gone')
  expect([frozen.code, frozen.error]).toEqual([1, 'wheelhouse: the account gone is frozen'])
})
