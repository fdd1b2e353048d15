import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { anonymous } from '../test/callers.ts'
import { spawnNode } from '../test/spawn-server.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'

// Each command starts a process with parts of its own.
jest.setTimeout(120_000)

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ TRUST_PROXY: '1' })
})
afterAll(() => api.close())

/** Runs `wheelhouse user …` beside the server, on its database. */
async function user(...args: string[]) {
  const { DATA_DIR, DATABASE_URL, PUBLIC_URL, PORT } = api.deps.config
  const environment = {
    DATA_DIR,
    PUBLIC_URL,
    PORT: String(PORT),
    ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }),
  }
  const child = spawnNode('cli/wheelhouse.ts', environment, ['user', ...args])
  const code = await child.ended
  return { code, out: child.stdout().trim(), error: child.stderr().trim() }
}
const tokenIn = (text: string) => new URL(text).searchParams.get('token')!
const inspect = async (token: string) => {
  const answer = await anonymous(api).ask('POST', '/api/v1/invitations/inspect', { token })
  return answer.status === 200 ? answer.status : answer.json().code
}
const accept = async (token: string, username: string) => {
  const password = 'violet anchor 47 meadow quilt'
  const body = { token, username, password }
  return (await anonymous(api).ask('POST', '/api/v1/invitations/accept', body)).status
}

test('invitations are made, listed, replaced, used and taken back', async () => {
  const first = await api.invite('Guest@example.org')
  expect(await inspect(first)).toBe(200)
  const again = JSON.parse((await user('invite', 'guest@example.org', '--json', '--mail')).out)
  const second = tokenIn(again.link)
  expect([await inspect(first), await inspect(second)]).toEqual(['link_invalid', 200])
  expect((await api.mails()).map(({ to }) => to)).toEqual(['guest@example.org'])

  // Of many at once one is an account.
  const names = ['guest-a', 'guest-b', 'guest-c']
  const statuses = await Promise.all(names.map((name) => accept(second, name)))
  expect(statuses.filter((status) => status === 204)).toHaveLength(1)

  const third = await api.invite('late@example.org')
  const listed = JSON.parse((await user('invitations', '--json')).out)
  expect(listed).toMatchObject([
    { address: 'late@example.org', state: 'open', invitedBy: 'operator', mailed: false },
    { address: 'guest@example.org', state: 'used', mailed: true },
    { address: 'Guest@example.org', state: 'revoked', usedAt: null },
  ])
  expect(JSON.stringify(listed)).not.toContain(third)

  const [{ id }] = listed
  expect((await user('invitation', 'revoke', id)).out).toBe(
    'The invitation of late@example.org is revoked',
  )
  expect([await inspect(third), await accept(third, 'late')]).toEqual(['link_invalid', 400])
  const { code, error } = await user('invitation', 'revoke', id)
  expect([code, error]).toEqual([1, `wheelhouse: there is no open invitation ${id}`])
  for (const which of ['guest@example.org', 'nobody@example.org', 'nonsense']) {
    await expect(api.revokeInvitation(which)).rejects.toThrow('there is no open invitation')
  }
  await expect(api.invite('GUEST@example.org')).rejects.toThrow('belongs to an account already')

  const last = await api.invite('slow@example.org')
  api.clock.advance(7 * 24 * 60 * 60 * 1000)
  expect(await inspect(last)).toBe('link_invalid')
  await expect(api.revokeInvitation('slow@example.org')).rejects.toThrow('no open invitation')
  const lines = (await user('invitations')).out.split('\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(
    /^[-0-9a-f]{36} {2}open {5}slow@example.org {2}made .*Z by operator, expires /,
  )
})
