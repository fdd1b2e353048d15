import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createPerson,
  createSecret,
  signedIn,
  withToken,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish, upload } from '../../test/wheels.ts'

let api: TestApi
let owner: Person
let ownerBrowser: TestCaller
beforeAll(async () => {
  api = await startTestApi({ REQUIRE_TWO_FACTOR: 'true' })
  owner = await createPerson(api, { username: 'olga' })
  await api.deps.db.user.update({
    where: { id: owner.userId },
    data: { hasSecondFactor: true },
  })
  ownerBrowser = await signedIn(api, owner)
})
afterAll(() => api.close())

const at = (project: string, rest: string) => `/api/v1/projects/${project}/${rest}`

/** A project of the owner, whatever it is called. */
async function newProject(name: string): Promise<string> {
  await publish(api, await createSecret(api, owner), buildWheel(name, '1.0'))
  const { id } = await api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: name } })
  return id
}

async function invite(project: string, user: string, role = 'maintainer') {
  const answer = await ownerBrowser.ask('POST', at(project, 'invitations'), { user, role })
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)])
  return (answer.json() as { id: string }).id
}

const accept = (caller: TestCaller, id: string) =>
  caller.ask('POST', `/api/v1/account/project-invitations/${id}/accept`)

/** Recipients with subjects of the mails that came since. */
async function mailsSince(count: number): Promise<string[]> {
  const mails = await api.mails()
  return mails.slice(count).map(({ to, subject }) => `${to}: ${subject}`)
}

describe('the life of a membership', () => {
  test('stands in both histories and the journal, moves serials and no page, and is mailed', async () => {
    const { db } = api.deps
    const id = await newProject('life')
    const guest = await createPerson(api, { username: 'greta' })
    const guestBrowser = await signedIn(api, guest)
    const before = await db.project.findUniqueOrThrow({ where: { id } })
    const sent = (await api.mails()).length
    await invite('life', 'GRETA')
    const refused = await ownerBrowser.ask('GET', at('life', 'invitations'))
    const [{ id: first }] = (refused.json() as { items: [{ id: string }] }).items
    await ownerBrowser.ask('DELETE', at('life', `invitations/${first}`))
    await guestBrowser.ask(
      'POST',
      `/api/v1/account/project-invitations/${await invite('life', 'greta')}/decline`,
    )
    expect((await accept(guestBrowser, await invite('life', 'greta'))).status).toBe(200)
    await ownerBrowser.ask('PUT', at('life', 'people/greta'), { role: 'owner' })
    await ownerBrowser.ask('DELETE', at('life', 'people/greta'))
    expect((await accept(guestBrowser, await invite('life', 'greta', 'owner'))).status).toBe(200)
    expect((await guestBrowser.ask('DELETE', '/api/v1/account/projects/life')).status).toBe(204)

    const kinds = [
      'role-invited',
      'role-invitation-revoked',
      'role-invited',
      'role-invitation-declined',
      'role-invited',
      'role-invitation-accepted',
      'role-changed',
      'role-removed',
      'role-invited',
      'role-invitation-accepted',
      'role-left',
    ]
    for (const where of [{ projectId: id }, { userId: guest.userId }]) {
      const events = await db.event.findMany({
        where: { ...where, kind: { startsWith: 'role-' } },
        orderBy: { createdAt: 'asc' },
      })
      expect(events.map(({ kind }) => kind)).toEqual(kinds)
      expect(events[6]).toMatchObject({
        actorName: 'olga',
        details: { project: 'life', person: 'greta', role: 'owner', was: 'maintainer' },
      })
    }
    const journal = await db.journalEntry.findMany({
      where: { projectName: 'life', serial: { gt: before.serial } },
      orderBy: { serial: 'asc' },
    })
    expect(journal.map(({ action }) => action)).toEqual([
      'invite Maintainer greta',
      'revoke_invite Maintainer greta',
      'invite Maintainer greta',
      'invite Maintainer greta',
      'accepted Maintainer greta',
      'change Maintainer greta to Owner',
      'remove Owner greta',
      'invite Owner greta',
      'accepted Owner greta',
      'remove Owner greta',
    ])
    const after = await db.project.findUniqueOrThrow({ where: { id } })
    expect(after.serial).toBe(journal.at(-1)!.serial)
    expect(after.updatedAt).toEqual(before.updatedAt)
    const page = await db.simplePage.findFirstOrThrow({ where: { name: 'life' } })
    expect(page.serial).toBe(after.serial)

    expect((await mailsSince(sent)).toSorted()).toEqual(
      [
        ...Array.from({ length: 3 }, () => [
          'greta@example.org: Invitation to the project life',
          'olga@example.org: greta is invited to life',
        ]).flat(),
        'greta@example.org: Your invitation to life was taken back',
        'olga@example.org: The invitation of greta to life was taken back',
        'olga@example.org: greta declined the invitation to life',
        'greta@example.org: You are a maintainer of life',
        'olga@example.org: greta is a maintainer of life now',
        'greta@example.org: Your role in life was changed',
        'olga@example.org: The role of greta in life was changed',
        'greta@example.org: You have no role in life any more',
        'olga@example.org: greta was removed from life',
        'greta@example.org: Invitation to the project life',
        'olga@example.org: greta is invited to life',
        'greta@example.org: You are an owner of life',
        'olga@example.org: greta is an owner of life now',
        'greta@example.org: You left life',
        'olga@example.org: greta left life',
      ].toSorted(),
    )
  })

  test('says in the mail and on the pages that a second factor is asked for', async () => {
    await newProject('factors')
    const guest = await createPerson(api)
    const id = await invite('factors', guest.username)
    const mail = (await api.mails()).find(({ to, text }) => to === guest.email && text.includes(id))
    expect(mail?.text).toContain('only from accounts with a second factor')
    expect(mail?.links).toContain(`${api.deps.config.PUBLIC_URL}/account/invitations/${id}`)
    // The history of a project is not for somebody without a role in it.
    expect(mail?.text).not.toContain('/history')
    const browser = await signedIn(api, guest)
    const own = await browser.ask('GET', `/api/v1/account/project-invitations/${id}`)
    expect(own.json()).toMatchObject({ secondFactorMissing: true, state: 'open' })
    await accept(browser, id)
    const people = await ownerBrowser.ask('GET', at('factors', 'people'))
    expect(people.json()).toMatchObject({
      secondFactorRequired: true,
      items: [
        { username: 'olga', secondFactor: true },
        { username: guest.username, secondFactor: false },
      ],
    })
  })
})

test('the end of a role ends uploads by every token at once; what they invited to stays', async () => {
  const id = await newProject('ended')
  const second = await createPerson(api)
  await api.deps.db.user.update({ where: { id: second.userId }, data: { hasSecondFactor: true } })
  const browser = await signedIn(api, second)
  await accept(browser, await invite('ended', second.username, 'owner'))
  const wide = await createSecret(api, second)
  const narrow = await createSecret(api, second, { projects: ['ended'] })
  await publish(api, narrow, buildWheel('ended', '1.1'))
  const guest = await createPerson(api)
  const body = { user: guest.username, role: 'maintainer' }
  const invited = await browser.ask('POST', at('ended', 'invitations'), body)
  const manage = await withToken(api, second, { actions: ['manage'], projects: ['ended'] })
  expect((await manage.ask('GET', at('ended', 'people'))).status).toBe(200)

  const removed = await ownerBrowser.ask('DELETE', at('ended', `people/${second.username}`))
  expect(removed.status).toBe(204)
  for (const secret of [wide, narrow]) {
    const answer = await upload(api, secret, buildWheel('ended', '1.2'))
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("isn't allowed")])
  }
  expect((await manage.ask('GET', at('ended', 'people'))).status).toBe(403)
  // The grant is still there: it is the role that is missing.
  expect(await api.deps.db.tokenGrant.count({ where: { projectId: id } })).toBeGreaterThan(0)
  const guestBrowser = await signedIn(api, guest)
  expect((await accept(guestBrowser, (invited.json() as { id: string }).id)).status).toBe(200)
})

test('a private project is told of to whom it invites, and to nobody else', async () => {
  await newProject('hidden')
  await ownerBrowser.ask('PUT', at('hidden', 'visibility'), { visibility: 'private' })
  const guest = await createPerson(api)
  const [guestBrowser, stranger] = [
    await signedIn(api, guest),
    await signedIn(api, await createPerson(api)),
  ]
  const id = await invite('hidden', guest.username)
  for (const rest of ['people', 'invitations', 'access']) {
    expect((await stranger.ask('GET', at('hidden', rest))).status).toBe(404)
    expect((await guestBrowser.ask('GET', at('hidden', rest))).status).toBe(404)
  }
  expect((await stranger.ask('GET', `/api/v1/account/project-invitations/${id}`)).status).toBe(404)
  expect((await accept(guestBrowser, id)).status).toBe(200)
  expect((await guestBrowser.ask('GET', at('hidden', 'people'))).status).toBe(200)
  // A token that manages may see who is there, though it does not read.
  const manager = await withToken(api, owner, { actions: ['manage'] })
  expect((await manager.ask('GET', at('hidden', 'people'))).status).toBe(200)
})

test('publishers are listed; dead, foreign and frozen tokens are not', async () => {
  const { db, clock } = api.deps
  const id = await newProject('accessed')
  const member = await createPerson(api)
  await db.role.create({ data: { projectId: id, principalId: member.userId, role: 'maintainer' } })
  await createSecret(api, member, { expiresAt: new Date(clock.now().getTime() - 1) })
  await createSecret(api, await createPerson(api))
  const claims = { repository: 'acme/rocket', workflow: 'release.yml', environment: '' }
  await db.publisher.create({
    data: {
      kind: 'github',
      issuer: 'https://token.actions.githubusercontent.com',
      claims,
      identityKey: 'acme/rocket release.yml',
      projects: { create: { projectId: id, addedBy: 'olga' } },
    },
  })
  await db.project.update({ where: { id }, data: { trustedPublishingOnly: true } })
  const access = async () => (await ownerBrowser.ask('GET', at('accessed', 'access'))).json()
  expect(await access()).toMatchObject({
    publishers: [
      {
        kind: 'github',
        claims: { repository: 'acme/rocket', workflow: 'release.yml' },
        addedBy: 'olga',
        lastUsedAt: null,
      },
    ],
    trustedPublishingOnly: true,
  })
  const users = async () =>
    ((await access()) as { tokens: { username: string }[] }).tokens.map(({ username }) => username)
  expect(new Set(await users())).toEqual(new Set(['olga']))
  await createSecret(api, member)
  expect(await users()).toContain(member.username)
  await db.user.update({ where: { id: member.userId }, data: { status: 'frozen' } })
  expect(await users()).not.toContain(member.username)
  // Who is frozen keeps the role.
  const people = await ownerBrowser.ask('GET', at('accessed', 'people'))
  expect(people.text).toContain(member.username)
})

test('who invites, and who is invited, is bounded by the hour', async () => {
  const own = await startTestApi({ LIMIT_MAILS_PER_HOUR: '1' })
  try {
    const inviter = await createPerson(own)
    const browser = await signedIn(own, inviter)
    await publish(own, await createSecret(own, inviter), buildWheel('bounded', '1.0'))
    const ask = async (user: string) => {
      const body = { user, role: 'owner' }
      return (await browser.ask('POST', at('bounded', 'invitations'), body)).status
    }
    const guest = await createPerson(own)
    expect([await ask(guest.username), await ask(guest.username)]).toEqual([201, 429])
    expect(await ask((await createPerson(own)).username)).toBe(201)
    expect([await ask('nobody'), await ask('nobody')]).toEqual([422, 429])
  } finally {
    await own.close()
  }
})

test('an address is nobody’s until its owner shows it: the answer is the same to the byte', async () => {
  await newProject('hushed')
  const guest = await createPerson(api)
  const ask = async (user: string) => {
    const body = { user, role: 'owner' }
    const answer = await ownerBrowser.ask('POST', at('hushed', 'invitations'), body)
    const { instance: _instance, ...problem } = answer.json() as { instance: string }
    return [answer.status, problem]
  }
  expect(await ask(guest.email)).toEqual(await ask('nobody-of-this@example.org'))
})
