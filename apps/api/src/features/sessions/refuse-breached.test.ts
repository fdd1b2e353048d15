import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anonymous, createPerson, PASSWORD, sessionSetBy } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

const NEW_PASSWORD = 'a quite different passphrase 97'

let api: TestApi
let service: Server
/** What the service of breached passwords does. */
let mode: 'lists nothing' | 'lists it' | 'is silent' = 'lists nothing'
beforeAll(async () => {
  const suffix = createHash('sha1').update(PASSWORD).digest('hex').slice(5)
  service = createServer((_request, response) => {
    if (mode === 'is silent') return
    response.end(mode === 'lists it' ? `${suffix}:3\r\n` : '')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  service.closeAllConnections()
  service.close()
})

/** An API of its own, since answers of the service are kept. */
async function withApi(work: () => Promise<void>): Promise<void> {
  const { port } = service.address() as AddressInfo
  api = await startTestApi({ BREACHED_PASSWORDS: `http://127.0.0.1:${port}/range` })
  try {
    await work()
  } finally {
    await api.close()
  }
}

test('a password that is found in the list at sign-in opens nothing until a new one is set', () =>
  withApi(async () => {
    mode = 'lists it'
    const person = await createPerson(api, { password: PASSWORD })
    const signIn = (password: string) =>
      anonymous(api).ask('POST', '/api/v1/sessions', { login: person.username, password })
    for (let n = 0; n < 2; n += 1) {
      const answer = await signIn(PASSWORD)
      expect([answer.status, answer.json()]).toMatchObject([403, { code: 'password_breached' }])
      expect(sessionSetBy(answer)).toBeUndefined()
    }
    // A wrong password is told nothing of it.
    expect((await signIn('something else')).json()).toMatchObject({ code: 'credentials_wrong' })
    const where = { userId: person.userId, kind: 'password-breached' }
    expect(await api.deps.db.event.count({ where })).toBe(1)
    const mails = await api.mails()
    const token = new URL(mails.at(-1)!.links[0]!).searchParams.get('token')
    const complete = (password: string) =>
      anonymous(api).ask('POST', '/api/v1/password-resets/complete', { token, password })
    expect((await complete(PASSWORD)).json()).toMatchObject({
      errors: [{ pointer: '/body/password', code: 'password_breached' }],
    })
    expect((await complete(NEW_PASSWORD)).status).toBe(204)
    expect((await signIn(NEW_PASSWORD)).status).toBe(201)
  }))

test('a list that is away keeps nobody out, and is counted', () =>
  withApi(async () => {
    mode = 'is silent'
    const person = await createPerson(api, { password: PASSWORD })
    const answer = await anonymous(api).ask('POST', '/api/v1/sessions', {
      login: person.username,
      password: PASSWORD,
    })
    expect(answer.status).toBe(201)
    const { text } = await api.deps.metrics.print()
    expect(text).toMatch(/wheelhouse_breach_lookups_total\{outcome="failed"\} 1/)
  }))
