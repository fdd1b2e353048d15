import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { readEnvironment } from '../../config.ts'
import {
  createPerson,
  PASSWORD,
  signedIn,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import type { Answer } from '../../test/send.ts'

/** Of each pair of acts. More of them by hand: they take long with deleted accounts. */
const ROUNDS = Number(readEnvironment().WHEELHOUSE_TEST_OWNER_ROUNDS ?? 4)
jest.setTimeout(60_000 + ROUNDS * 20_000)

type Owner = Person & { browser: TestCaller }
type Act = (self: Owner, other: Owner, project: string) => Promise<Answer>

/** The last of the acts: the second of each pair that it is in. */
const DELETION = 'delete account'
/** What leaves a project with an owner less. */
const ACTS: Readonly<Record<string, Act>> = {
  leave: ({ browser }, _other, project) =>
    browser.ask('DELETE', `/api/v1/account/projects/${project}`),
  remove: ({ browser }, { username }, project) =>
    browser.ask('DELETE', `/api/v1/projects/${project}/people/${username}`),
  demote: ({ browser }, { username }, project) =>
    browser.ask('PUT', `/api/v1/projects/${project}/people/${username}`, { role: 'maintainer' }),
  'step down': ({ browser, username }, _other, project) =>
    browser.ask('PUT', `/api/v1/projects/${project}/people/${username}`, { role: 'maintainer' }),
  [DELETION]: ({ browser, username }) =>
    browser.ask('POST', '/api/v1/account/deletion', { username, password: PASSWORD }),
}
const names = Object.keys(ACTS)
const PAIRS = names.flatMap((one, index) =>
  names.slice(index).map((other) => [one, other] as const),
)

describe.each(testedDatabases())('two owners at once on the %s database', (database) => {
  let api: TestApi
  let passwordHash: string
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    passwordHash = await api.deps.passwords.hash(PASSWORD)
  })
  afterAll(() => api.close())

  async function newOwner(): Promise<Owner> {
    const person = await createPerson(api)
    const where = { id: person.userId }
    await api.deps.db.user.update({ where, data: { passwordHash } })
    return { ...person, browser: await signedIn(api, person) }
  }

  /** A project that both own. */
  async function newProject(name: string, owners: readonly Owner[]): Promise<string> {
    const { id } = await api.deps.db.project.create({
      data: {
        name,
        normalizedName: name,
        foldedName: name,
        roles: { create: owners.map(({ userId }) => ({ principalId: userId, role: 'owner' })) },
      },
    })
    return id
  }

  test.each(PAIRS)(`%s and %s: never without an owner, never a 500`, async (one, other) => {
    let owners: [Owner, Owner] | undefined
    const seen = new Map<string, number>()
    let took = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      owners ??= [await newOwner(), await newOwner()]
      const [a, b] = owners
      const name = `${one}-${other}-${round}`.replaceAll(' ', '-')
      const projectId = await newProject(name, owners)
      const started = performance.now()
      const answers = await Promise.all([
        // A deletion looks at the password for long: the other act is to meet its transaction.
        sleep(other === DELETION && one !== DELETION ? Math.random() * 1.3 * took : 0).then(() =>
          ACTS[one]!(a, b, name),
        ),
        ACTS[other]!(b, a, name).finally(() => (took = performance.now() - started)),
      ])
      const left = await api.deps.db.role.count({ where: { projectId, role: 'owner' } })
      const what = `${answers.map(({ status }) => status).join(' and ')}: ${left} left`
      seen.set(what, (seen.get(what) ?? 0) + 1)
      expect([what, left]).toEqual([what, 1])
      for (const { status } of answers) {
        // 401: the account was deleted before the call was looked at.
        expect([what, [200, 204, 401, 403, 404, 409].includes(status)]).toEqual([what, true])
      }
      if (other === DELETION) owners = undefined
    }
    if (ROUNDS > 100) {
      const told = [...seen].map(([what, count]) => `${count} × ${what}`).join('; ')
      process.stdout.write(`${database}, ${one} and ${other}: ${told}\n`)
    }
  })
})
