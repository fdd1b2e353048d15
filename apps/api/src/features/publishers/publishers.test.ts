import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { PublisherIdentityInput, Release } from '@wheelhouse/shared-types'
import { createPerson, createSecret, signedIn } from '../../test/callers.ts'
import { operationCalls } from '../../test/operation-calls.ts'
import { send } from '../../test/send.ts'
import { buildSdist, buildWheel, publish, upload } from '../../test/wheels.ts'
import {
  IDENTITIES,
  outcomeOf,
  SHA,
  startPublishing,
  type Publishing,
} from '../identity-tokens/test/start-publishing.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const { github } = IDENTITIES

let site: Publishing
beforeAll(async () => {
  site = await startPublishing()
}, 60_000)
afterAll(() => site.close())

/** A repository of its own for each test, with the claims of its runs. */
function repository(name: string, more: object = {}) {
  const identity: PublisherIdentityInput = { ...github, repository: name, environment: null }
  const claims = {
    repository: `octo/${name}`,
    job_workflow_ref: `octo/${name}/.github/workflows/release.yml@refs/heads/main`,
    environment: null,
    ...more,
  }
  return { identity, claims }
}

async function makeProject(name: string): Promise<void> {
  await publish(site.api, site.secret, buildWheel(name, '1.0'))
}

const mailsAbout = async (word: string) =>
  (await site.api.mails()).filter(({ subject }) => subject.includes(word))
const eventsOf = async (name: string) => {
  const where = { project: { normalizedName: name } }
  const events = await site.api.deps.db.event.findMany({ where, orderBy: { createdAt: 'asc' } })
  return events.map(({ kind, actorKind, actorName }) => [kind, actorKind, actorName])
}

describe('the token of a publisher', () => {
  const { identity, claims } = repository('kept')
  let id: string
  beforeAll(async () => {
    await makeProject('kept')
    id = await site.trust('kept', identity)
  })

  test('uploads to its project, as nobody; the file tells of the run', async () => {
    const secret = await site.minted('github', { ...claims, environment: 'prod' })
    await publish(site.api, secret, buildWheel('kept', '2.0'))
    const release = (
      await site.browser.ask('GET', '/api/v1/projects/kept/releases/2.0')
    ).json<Release>()
    expect(release.files[0]?.publishedBy).toEqual({
      kind: 'github',
      issuer: 'https://token.actions.githubusercontent.com',
      name: 'octo/kept',
      repositoryUrl: 'https://github.com/octo/kept',
      workflow: 'release.yml',
      environment: 'prod',
      ref: 'refs/heads/main',
      commit: SHA,
    })
    const first = (
      await site.browser.ask('GET', '/api/v1/projects/kept/releases/1.0')
    ).json<Release>()
    expect(first.files[0]?.publishedBy).toBeNull()
    const { filename } = buildWheel('kept', '2.0')
    const file = await site.api.deps.db.file.findFirstOrThrow({ where: { filename } })
    expect(file.uploaderId).toBeNull()
    expect(await eventsOf('kept')).toEqual(
      expect.arrayContaining([
        ['publisher-added', 'user', site.owner.username],
        ['publisher-token-issued', 'publisher', 'octo/kept (GitHub)'],
        ['file-uploaded', 'publisher', 'octo/kept (GitHub)'],
      ]),
    )
    const list = (await site.browser.ask('GET', '/api/v1/projects/kept/publishers')).json<{
      items: { id: string; lastUsedAt: string | null }[]
    }>()
    expect(list.items).toMatchObject([{ id, lastUsedAt: expect.any(String) }])
  })

  test('goes through the operation that uploads as well, and through no other', async () => {
    const secret = await site.minted('github', claims)
    const { filename, bytes } = buildWheel('kept', '3.0')
    const authorization = `Bearer ${secret}`
    for (const path of ['/api/v1/uploads/check', '/api/v1/uploads']) {
      const answer = await send(site.api.origin, {
        method: 'POST',
        path: `${path}?filename=${filename}`,
        headers: { authorization, 'content-type': 'application/octet-stream' },
        body: bytes,
      })
      expect([path, answer.status]).toEqual([path, path.endsWith('check') ? 200 : 201])
    }
    const calls = operationCalls({ project: 'kept', version: '3.0', filename, id })
    const others = calls.filter(({ endpoint }) => endpoint.token !== 'upload')
    const got = await Promise.all(
      others.map(async ({ endpoint, method, path, body }) => {
        const headers = { authorization, ...(body ? { 'content-type': 'application/json' } : {}) }
        const answer = await send(site.api.origin, {
          method,
          path,
          headers,
          ...(body ? { body } : {}),
        })
        return [endpoint.id, answer.status]
      }),
    )
    expect(got).toEqual(others.map(({ endpoint }) => [endpoint.id, 403]))
  })

  test('is good for 15 minutes, for its projects, and while it is one of theirs', async () => {
    await makeProject('other')
    const secret = await site.minted('github', claims)
    const stranger = await upload(site.api, secret, buildWheel('other', '2.0'))
    expect([stranger.status, stranger.statusText]).toEqual([
      403,
      "This trusted publisher isn't allowed to upload to project 'other'",
    ])
    const fresh = await upload(site.api, secret, buildWheel('brand-new', '1.0'))
    expect([fresh.status, fresh.statusText]).toEqual([
      403,
      expect.stringContaining('pending publisher'),
    ])
    // One identity may serve several projects: both take the same token.
    const second = await site.trust('other', { ...identity, owner: 'OCTO' })
    expect(second).toBe(id)
    expect((await upload(site.api, secret, buildWheel('other', '2.0'))).status).toBe(200)
    const removed = await site.browser.ask('DELETE', `/api/v1/projects/other/publishers/${id}`)
    expect(removed.status).toBe(204)
    expect((await upload(site.api, secret, buildWheel('other', '3.0'))).status).toBe(403)
    site.api.clock.advance(15 * 60 * 1000)
    const late = await upload(site.api, secret, buildWheel('kept', '4.0'))
    expect([late.status, late.statusText]).toEqual([403, expect.stringContaining('expired')])
    expect(await mailsAbout('removed from other')).toHaveLength(1)
  })

  test('gets nothing into a project that is archived or quarantined', async () => {
    const secret = await site.minted('github', claims)
    for (const status of ['archived', 'quarantined'] as const) {
      const where = { normalizedName: 'kept' }
      await site.api.deps.db.project.update({ where, data: { status } })
      const answer = await upload(site.api, secret, buildWheel('kept', '5.0'))
      expect([answer.status, answer.statusText]).toEqual([403, `Project 'kept' is ${status}`])
      await site.api.deps.db.project.update({ where, data: { status: 'active' } })
    }
  })
})

describe('only trusted publishing', () => {
  test('refuses API tokens and people, and keeps one publisher', async () => {
    const { identity, claims } = repository('only')
    await makeProject('only')
    const path = '/api/v1/projects/only/trusted-publishing-only'
    const early = await site.browser.ask('PUT', path, { enabled: true })
    expect(early.json()).toMatchObject({ status: 409, code: 'publisher_needed' })
    const id = await site.trust('only', identity)
    expect((await site.browser.ask('PUT', path, { enabled: true })).json()).toEqual({
      enabled: true,
    })
    const byToken = await upload(site.api, site.secret, buildWheel('only', '2.0'))
    expect([byToken.status, byToken.statusText]).toEqual([
      403,
      expect.stringContaining("Project 'only' takes files from its trusted publishers only"),
    ])
    const wheel = buildWheel('only', '2.0')
    const byHand = await send(site.api.origin, {
      method: 'POST',
      path: `/api/v1/uploads?filename=${wheel.filename}`,
      headers: {
        ...site.browser.headers,
        origin: site.api.deps.config.PUBLIC_URL,
        'content-type': 'application/octet-stream',
      },
      body: wheel.bytes,
    })
    expect(byHand.json()).toMatchObject({ status: 403, reason: 'trusted-publishing-only' })
    await publish(site.api, await site.minted('github', claims), wheel)
    const last = await site.browser.ask('DELETE', `/api/v1/projects/only/publishers/${id}`)
    expect(last.json()).toMatchObject({ status: 409, code: 'publisher_needed' })
    await site.browser.ask('PUT', path, { enabled: false })
    await publish(site.api, site.secret, buildWheel('only', '3.0'))
    const subjects = (await mailsAbout('only')).map(({ subject }) => subject)
    expect(subjects).toEqual([
      'A trusted publisher was added to only',
      'Only trusted publishers can upload to only now',
      'API tokens can upload to only again',
    ])
  })
})

describe('a publisher without an environment that runs in one', () => {
  test('has its owners told once, and can be bound to it', async () => {
    const { identity, claims } = repository('bound')
    await makeProject('bound')
    const id = await site.trust('bound', identity)
    await site.minted('github', claims)
    expect(await mailsAbout('Bind the trusted publisher of bound')).toEqual([])
    const secret = await site.minted('github', { ...claims, environment: 'Release' })
    await site.minted('github', { ...claims, environment: 'Release' })
    expect(await mailsAbout('Bind the trusted publisher of bound')).toHaveLength(1)

    const path = `/api/v1/projects/bound/publishers/${id}/environment`
    const answer = await site.browser.ask('PUT', path, { environment: 'Release' })
    expect(answer.json()).toMatchObject({
      constrainable: false,
      identity: { repository: 'bound', environment: 'release' },
    })
    expect(answer.json().id).not.toBe(id)
    expect((await upload(site.api, secret, buildWheel('bound', '2.0'))).status).toBe(403)
    expect(outcomeOf(await site.mint(await site.token('github', claims)))).toBe('invalid-publisher')
    const exact = await site.minted('github', { ...claims, environment: 'RELEASE' })
    expect((await upload(site.api, exact, buildWheel('bound', '2.0'))).status).toBe(200)
    const again = await site.browser.ask('PUT', path, { environment: 'x' })
    expect(again.status).toBe(404)
  })

  test('gives way to one with it', async () => {
    const { identity, claims } = repository('two')
    await makeProject('two-any')
    await makeProject('two-exact')
    await site.trust('two-any', identity)
    await site.trust('two-exact', { ...identity, environment: 'prod' } as PublisherIdentityInput)
    const secret = await site.minted('github', { ...claims, environment: 'prod' })
    expect((await upload(site.api, secret, buildWheel('two-exact', '2.0'))).status).toBe(200)
    expect((await upload(site.api, secret, buildWheel('two-any', '2.0'))).status).toBe(403)
    const other = await site.minted('github', { ...claims, environment: 'test' })
    expect((await upload(site.api, other, buildWheel('two-any', '2.0'))).status).toBe(200)
  })
})

describe('a publisher for a project that does not exist yet', () => {
  const register = async (project: string, identity: PublisherIdentityInput, by = site.browser) => {
    const answer = await by.ask('POST', '/api/v1/account/publishers', { project, identity })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json<{ id: string; expiresAt: string }>()
  }
  const pendingOf = (userId: string) =>
    site.api.deps.db.pendingPublisher.count({ where: { userId } })

  test('makes it by its first upload: two files at once are one project', async () => {
    const { identity, claims } = repository('first')
    await register('First.Project', identity)
    // Steps of a run that come at once each get a token of the one publisher.
    const secrets = await Promise.all(
      Array.from({ length: 8 }, () => site.minted('github', claims)),
    )
    const [secret = ''] = secrets
    // The exchange alone makes nothing.
    expect((await site.browser.ask('GET', '/api/v1/projects/first-project')).status).toBe(404)
    const wrong = await upload(site.api, secret, buildWheel('first-projekt', '1.0'))
    expect([wrong.status, wrong.statusText]).toEqual([
      403,
      expect.stringContaining("pending for 'First.Project'"),
    ])
    const files = [buildWheel('first-project', '1.0'), buildSdist('first-project', '1.0')]
    const answers = await Promise.all(files.map((file) => upload(site.api, secret, file)))
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [200, ''],
      [200, ''],
    ])
    const project = (await site.browser.ask('GET', '/api/v1/projects/first-project')).json()
    expect(project).toMatchObject({
      people: [{ username: site.owner.username, role: 'owner' }],
      releases: [{ version: '1.0', fileCount: 2 }],
    })
    const publishers = await site.browser.ask('GET', '/api/v1/projects/first-project/publishers')
    expect(publishers.json()).toMatchObject({ items: [{ identity: { repository: 'first' } }] })
    expect(await pendingOf(site.owner.userId)).toBe(0)
    expect(await mailsAbout('First.Project')).toMatchObject([
      { subject: 'A trusted publisher waits to make First.Project' },
      { subject: 'First.Project was made by its trusted publisher' },
    ])
    expect((await upload(site.api, secret, buildWheel('first-project', '1.1'))).status).toBe(200)
  })

  test('is void when somebody else takes the name, and its person is told', async () => {
    const { identity, claims } = repository('late')
    await register('late', identity)
    const secret = await site.minted('github', claims)
    const rival = await createPerson(site.api)
    await site.api.deps.db.user.update({
      where: { id: rival.userId },
      data: { hasSecondFactor: true },
    })
    await publish(site.api, await createSecret(site.api, rival), buildWheel('late', '1.0'))
    expect((await upload(site.api, secret, buildWheel('late', '2.0'))).status).toBe(403)
    expect(outcomeOf(await site.mint(await site.token('github', claims)))).toBe('invalid-publisher')
    expect(await mailsAbout('The name late was taken')).toHaveLength(1)
    expect(await pendingOf(site.owner.userId)).toBe(0)
  })

  test('becomes one of the project when its person makes it with a token', async () => {
    const { identity, claims } = repository('self')
    await register('self', identity)
    await makeProject('self')
    await publish(site.api, await site.minted('github', claims), buildWheel('self', '2.0'))
    expect(await pendingOf(site.owner.userId)).toBe(0)
  })

  test('opens nothing once it was taken away or its person was disabled', async () => {
    const person = await createPerson(site.api)
    const where = { id: person.userId }
    await site.api.deps.db.user.update({ where, data: { hasSecondFactor: true } })
    const browser = await signedIn(site.api, person)
    const { identity, claims } = repository('gone')
    const { id } = await register('gone', identity, browser)
    const secret = await site.minted('github', claims)
    await site.api.deps.db.user.update({ where, data: { status: 'disabled' } })
    expect((await upload(site.api, secret, buildWheel('gone', '1.0'))).status).toBe(403)
    await site.api.deps.db.user.update({ where, data: { status: 'active' } })
    expect((await browser.ask('DELETE', `/api/v1/account/publishers/${id}`)).status).toBe(204)
    expect((await upload(site.api, secret, buildWheel('gone', '1.0'))).status).toBe(403)
    expect(outcomeOf(await site.mint(await site.token('github', claims)))).toBe('invalid-publisher')
  })

  test('is reminded of five days before its end, and ends after thirty', async () => {
    const { identity, claims } = repository('unused')
    await register('unused', identity)
    const { upkeep } = site.api.deps
    site.api.clock.advance(24 * DAY_MS)
    await upkeep.run()
    expect(await mailsAbout('unused')).toHaveLength(1)
    site.api.clock.advance(2 * DAY_MS)
    await upkeep.run()
    await upkeep.run()
    expect(await mailsAbout('unused ends soon')).toMatchObject([
      { to: site.owner.email, text: expect.stringContaining('ends in 4 days') },
    ])
    site.api.clock.advance(4 * DAY_MS)
    expect(outcomeOf(await site.mint(await site.token('github', claims)))).toBe('invalid-publisher')
    await upkeep.run()
    expect(await mailsAbout('unused has ended')).toHaveLength(1)
    expect(await site.api.deps.db.pendingPublisher.count()).toBe(0)
    expect(await site.api.deps.db.publisherToken.count()).toBe(0)
    expect(await site.api.deps.db.usedIdentityToken.count()).toBe(0)
  })
})

describe('whoever adds a publisher', () => {
  const ask = async (identity: object, project = 'demo') => {
    const path = `/api/v1/projects/${project}/publishers`
    const browser = await signedIn(site.api, site.owner)
    const answer = (await browser.ask('POST', path, { identity })).json<{
      code?: string
      errors?: { pointer: string; code: string }[]
    }>()
    return answer.errors?.map(({ pointer, code }) => `${pointer} ${code}`) ?? answer.code
  }

  test.each<[string, object, string]>([
    [
      'an issuer that is not allowed',
      { kind: 'oidc', issuer: 'https://evil.example', claims: [{ name: 'sub', value: 'x' }] },
      '/body/identity/issuer issuer_not_allowed',
    ],
    [
      'GitLab at an issuer of another kind',
      {
        kind: 'gitlab',
        issuer: 'https://accounts.google.com',
        namespace: 'a',
        project: 'b',
        workflowFilepath: 'c.yml',
      },
      '/body/identity/issuer issuer_not_allowed',
    ],
    [
      'an owner whose number nobody knows',
      { ...github, ownerId: null },
      '/body/identity/ownerId owner_id_needed',
    ],
  ])('is told of %s', async (_what, identity, expected) => {
    expect(await ask(identity)).toEqual([expected])
  })

  test('needs a second factor where uploads do', async () => {
    const person = await createPerson(site.api)
    const browser = await signedIn(site.api, person)
    const answer = await browser.ask('POST', '/api/v1/account/publishers', {
      project: 'mine',
      identity: github,
    })
    expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('may not be more than an owner', async () => {
    const maintainer = await createPerson(site.api)
    const { id } = await site.api.deps.db.project.findFirstOrThrow({ where: { name: 'demo' } })
    await site.api.deps.db.role.create({
      data: { projectId: id, principalId: maintainer.userId, role: 'maintainer' },
    })
    const browser = await signedIn(site.api, maintainer)
    const path = '/api/v1/projects/demo/publishers'
    expect((await browser.ask('GET', path)).status).toBe(200)
    expect((await browser.ask('POST', path, { identity: github })).status).toBe(403)
    const stranger = await signedIn(site.api, await createPerson(site.api))
    expect((await stranger.ask('GET', path)).status).toBe(403)
  })
})
