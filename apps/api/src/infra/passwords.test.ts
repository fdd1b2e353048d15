import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anonymous } from '../test/callers.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'

/** Of what takes longest to be scored (`e2e/contract/passwords/hostile-passwords.ts`). */
const COSTLY = '{4{444{4@{(1(pr|n[37$({({{+{{x4{{$up3rm{n!n[3$$awe7[0m34.4(4((4{'
const MORE_THAN_WAIT = 120

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

test('so many passwords wait to be scored, and who comes then is told when to come back', async () => {
  const { passwords } = api.deps
  // The thread starts, and stays.
  await passwords.judge(COSTLY, {})
  const asked = Array.from({ length: MORE_THAN_WAIT }, (_, index) =>
    passwords.judge(index < 8 ? COSTLY : 'short', {}).then(
      () => 'judged',
      (error: Error) => error.name,
    ),
  )
  const register = (index: number) =>
    anonymous(api).ask('POST', '/api/v1/accounts', {
      username: `latecomer-${index}`,
      email: `latecomer-${index}@example.org`,
      password: 'velvet otter compiles gravel',
    })
  // A place is free whenever one is judged: more come than there are places meanwhile.
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => register(index)))
  const refused = answers.filter(({ status }) => status !== 202)
  expect(refused).not.toEqual([])
  for (const answer of refused) {
    expect([answer.status, answer.json()]).toMatchObject([429, { code: 'rate_limited' }])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['judged', 'WorkerBusyError']))
  expect((await register(10)).status).toBe(202)
})
