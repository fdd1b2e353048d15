import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ultraNormalizeName } from '@wheelhouse/shared-types/python'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { basic, buildWheel, publish, upload } from '../../test/wheels.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let api: TestApi
let owner: Person
let secret: string
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
  secret = await createSecret(api, owner)
  for (const name of ['taken', 'other-project', 'closing', 'deleted-files']) {
    await publish(api, secret, buildWheel(name, '1.0'))
  }
})
afterAll(() => api.close())

const next = buildWheel('taken', '2.0')
const exists = async (filename: string) =>
  (await api.deps.db.file.count({ where: { filename } })) > 0

describe('an upload without the right to it', () => {
  const wrong = `wh_${'x'.repeat(49)}`
  test.each<[string, () => Promise<Record<string, string>> | Record<string, string>, RegExp]>([
    ['without credentials', () => ({}), /missing/i],
    ['with another user name', () => ({ authorization: basic(secret, 'alice') }), /username/i],
    ['with an empty password', () => ({ authorization: basic('') }), /token/i],
    ['with a mistyped token', () => ({ authorization: basic(wrong) }), /token/i],
    ['with Basic that is no base64', () => ({ authorization: 'Basic %%%' }), /username|token/i],
    ['with another scheme', () => ({ authorization: `Digest ${secret}` }), /username|token/i],
    ['with a scheme alone', () => ({ authorization: 'Basic' }), /username|token/i],
    [
      'with an expired token',
      async () => {
        const past = new Date(api.clock.now().getTime() - 1000)
        return { authorization: basic(await createSecret(api, owner, { expiresAt: past })) }
      },
      /token/i,
    ],
    [
      'with a token for another project',
      async () => ({
        authorization: basic(await createSecret(api, owner, { projects: ['other-project'] })),
      }),
      /taken/,
    ],
    [
      'with a token that only reads',
      async () => ({ authorization: basic(await createSecret(api, owner, { actions: ['read'] })) }),
      /token/i,
    ],
    [
      'by somebody without a role',
      async () => ({ authorization: basic(await createSecret(api, await createPerson(api))) }),
      /isn't allowed to upload/,
    ],
    [
      'with a session cookie',
      async () => ({ ...(await signedIn(api, owner)).headers }),
      /missing/i,
    ],
  ])('%s is 403 with the reason, and nothing stays', async (_what, headers, reason) => {
    const answer = await upload(api, undefined, next, { headers: await headers() })
    expect([answer.status, answer.statusText]).toEqual([403, expect.stringMatching(reason)])
    expect(await exists(next.filename)).toBe(false)
  })

  test('to a private project tells a stranger no more of its name than they said', async () => {
    await publish(api, secret, buildWheel('Own.Plans', '1.0'))
    const [browser, stranger] = [await signedIn(api, owner), await createPerson(api)]
    const at = '/api/v1/projects/own-plans/visibility'
    expect((await browser.ask('PUT', at, { visibility: 'private' })).status).toBe(200)
    const foreign = await createSecret(api, stranger)
    const { status, statusText } = await upload(api, foreign, buildWheel('own-plans', '2.0'))
    const words = `The user '${stranger.username}' isn't allowed to upload to project 'own-plans'`
    expect([status, statusText]).toEqual([403, words])
  })

  test('is refused when the token was revoked a moment ago', async () => {
    const person = await createPerson(api)
    const revoked = await createSecret(api, person)
    const browser = await signedIn(api, person)
    await publish(api, revoked, buildWheel('revoked-later', '1.0'))
    const { items } = (await browser.ask('GET', '/api/v1/tokens')).json<{
      items: { id: string }[]
    }>()
    expect((await browser.ask('DELETE', `/api/v1/tokens/${items[0]!.id}`)).status).toBe(204)
    expect((await upload(api, revoked, buildWheel('revoked-later', '1.1'))).status).toBe(403)
  })

  test('is refused while the address is not verified', async () => {
    const person = await createPerson(api, { verified: false })
    const answer = await upload(
      api,
      await createSecret(api, person),
      buildWheel('unverified', '1.0'),
    )
    expect([answer.status, answer.statusText]).toEqual([403, expect.stringMatching(/verif/i)])
  })

  test('is refused for a new project with a token that is limited to others', async () => {
    const limited = await createSecret(api, owner, { projects: ['taken'] })
    const answer = await upload(api, limited, buildWheel('brand-new', '1.0'))
    expect(answer.status).toBe(403)
    expect((await upload(api, limited, buildWheel('taken', '1.1'))).status).toBe(200)
  })

  test.each(['frozen', 'disabled'] as const)('is refused to a %s owner', async (status) => {
    const person = await createPerson(api)
    const token = await createSecret(api, person)
    await api.deps.db.user.update({ where: { id: person.userId }, data: { status } })
    expect((await upload(api, token, buildWheel(`by-${status}`, '1.0'))).status).toBe(403)
  })

  test.each(['archived', 'quarantined'] as const)(
    'is refused to a project that is %s',
    async (status) => {
      const name = `status-${status}`
      await publish(api, secret, buildWheel(name, '1.0'))
      await api.deps.db.project.update({ where: { normalizedName: name }, data: { status } })
      const answer = await upload(api, secret, buildWheel(name, '1.1'))
      expect([answer.status, answer.statusText]).toEqual([403, expect.stringContaining(status)])
    },
  )
})

describe('credentials', () => {
  test.each<[string, () => string]>([
    ['Bearer', () => `Bearer ${secret}`],
    ['Basic', () => basic(secret)],
    ['token', () => `token ${secret}`],
    ['basic in lower case', () => basic(secret).replace('Basic', 'basic')],
  ])('are taken as %s', async (scheme, authorization) => {
    const wheel = buildWheel('taken', `3.${scheme.length}`)
    const answer = await upload(api, undefined, wheel, {
      headers: { authorization: authorization() },
    })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })
})

describe('a name that was used', () => {
  test('by a file since deleted is never taken again, with any bytes', async () => {
    const wheel = buildWheel('deleted-files', '1.0')
    const browser = await signedIn(api, owner)
    const path = `/api/v1/projects/deleted-files/files/${wheel.filename}`
    expect((await browser.ask('DELETE', `${path}?confirm=${wheel.filename}`)).status).toBe(200)
    for (const file of [wheel, buildWheel('deleted-files', '1.0', { mark: 'new' })]) {
      const answer = await upload(api, secret, file)
      expect(answer.status).toBe(400)
      expect(answer.statusText).toMatch(/deleted|already/i)
    }
  })
})

describe('a release', () => {
  test('is closed 14 days after its first file, to new files only', async () => {
    await publish(api, secret, buildWheel('closing', '1.1'))
    api.clock.advance(14 * DAY_MS - 60_000)
    await publish(api, secret, buildWheel('closing', '1.1', { tag: 'py3-none-win_amd64' }))
    api.clock.advance(120_000)
    const late = buildWheel('closing', '1.1', { tag: 'py3-none-macosx_11_0_arm64' })
    const answer = await upload(api, secret, late)
    expect([answer.status, answer.statusText]).toEqual([400, expect.stringMatching(/closed/)])
    expect((await upload(api, secret, buildWheel('closing', '1.1'))).status).toBe(200)
    expect((await upload(api, secret, buildWheel('closing', '1.2'))).status).toBe(200)
  })
})

describe('a new name', () => {
  test.each([
    ['json', /standard library/],
    ['Re', /standard library/],
    ['forbidden-by-operator', /prohibited|isn't allowed/],
    ['Forbidden.By_Operator', /prohibited|isn't allowed/],
    ['0ther-project', /similar/],
    ['otherproject', /similar/],
  ])('%s is refused', async (name, reason) => {
    await api.deps.db.prohibitedName.upsert({
      where: { normalizedName: 'forbidden-by-operator' },
      create: { normalizedName: 'forbidden-by-operator', reason: 'test' },
      update: {},
    })
    const answer = await upload(api, secret, buildWheel(name, '1.0'))
    expect([answer.status, answer.statusText]).toEqual([400, expect.stringMatching(reason)])
    const foldedName = ultraNormalizeName(name)
    expect(await api.deps.db.project.count({ where: { foldedName, name } })).toBe(0)
  })

  test('in another spelling of one that exists belongs to the same project', async () => {
    await publish(api, secret, buildWheel('Other_Project', '2.0'))
    const projects = await api.deps.db.project.findMany({
      where: { normalizedName: 'other-project' },
      include: { _count: { select: { files: true } } },
    })
    expect(projects).toMatchObject([{ name: 'Other_Project', _count: { files: 2 } }])
  })

  test('is refused with 429 beyond the limit an hour, which other uploads do not count for', async () => {
    const small = await startTestApi({ LIMIT_NEW_PROJECTS_PER_HOUR: '2' })
    try {
      const token = await createSecret(small, await createPerson(small))
      await publish(small, token, buildWheel('one', '1.0'))
      await publish(small, token, buildWheel('one', '1.1'))
      await publish(small, token, buildWheel('two', '1.0'))
      const answer = await upload(small, token, buildWheel('three', '1.0'))
      expect([answer.status, answer.statusText]).toEqual([429, expect.stringMatching(/too many/i)])
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      await publish(small, token, buildWheel('two', '1.1'))
    } finally {
      await small.close()
    }
  })
})

test('a second factor is asked for where the index demands it', async () => {
  const strict = await startTestApi({ REQUIRE_TWO_FACTOR: 'true' })
  try {
    const person = await createPerson(strict)
    const token = await createSecret(strict, person)
    const answer = await upload(strict, token, buildWheel('strict', '1.0'))
    expect([answer.status, answer.statusText]).toEqual([403, expect.stringMatching(/two-factor/)])
    const data = { hasSecondFactor: true }
    await strict.deps.db.user.update({ where: { id: person.userId }, data })
    expect((await upload(strict, token, buildWheel('strict', '1.0'))).status).toBe(200)
  } finally {
    await strict.close()
  }
})

test('nobody hears more of an upload than its own refusal: GET shows no form', async () => {
  const answer = await send(api.origin, { path: '/legacy/' })
  expect([answer.status, answer.headers['content-type']]).toEqual([
    405,
    expect.stringMatching(/^text\/plain/),
  ])
})
