import { crc32 } from 'node:zlib'
import { expect } from '@jest/globals'
import {
  createToken,
  getProject,
  getSite,
  listTokens,
  regenerateToken,
  revokeToken,
  TOKEN_PATTERN,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { whileSet, type Person } from '../world.ts'

const account = { kind: 'account' } as const
const DAY = 86_400_000

const make = (person: Person, name: string, parts: object = {}) =>
  person.ok(createToken, { body: { name, scope: account, ...parts } })

const listing = casesOf(listTokens, [
  [
    'success',
    'lists own tokens, newest first, without their secrets',
    async (world) => {
      const person = await world.person()
      expect(await person.ok(listTokens, {})).toEqual({ items: [] })
      const made = []
      for (const name of ['first', 'second', 'third']) made.push((await make(person, name)).token)
      await make(await world.person(), 'of somebody else')
      const { body } = await person.ask(listTokens, {})
      expect(body).toEqual({ items: made.toReversed() })
    },
  ],
])

const creating = casesOf(createToken, [
  [
    'success',
    'makes a token for the account, good for 90 days to upload and read',
    async (world) => {
      const person = await world.person()
      const { token, secret } = await make(person, 'default')
      expect(secret).toMatch(TOKEN_PATTERN)
      const check = Buffer.alloc(4)
      check.writeUInt32BE(crc32(secret.slice(3, -6)))
      expect(secret.slice(-6)).toBe(check.toString('base64url'))
      expect(token).toMatchObject({
        name: 'default',
        scope: account,
        actions: ['read', 'upload'],
        lastUsedAt: null,
      })
      const lifetime = Date.parse(token.expiresAt ?? '') - Date.parse(token.createdAt)
      expect(Math.round(lifetime / DAY)).toBe(90)
      expect((await make(person, 'another')).secret).not.toBe(secret)
    },
  ],
  [
    'success',
    'makes a token without an end for named projects, in their normal spelling, each once',
    async (world) => {
      const person = await world.person()
      const name = await world.seedProject(person, [{ version: '1.0' }])
      const spelled = name.replace('-', '_').toUpperCase()
      const { token } = await make(person, 'scoped', {
        scope: { kind: 'projects', projects: [spelled, name] },
        expiresInDays: null,
        actions: ['yank'],
      })
      expect(token).toMatchObject({
        scope: { kind: 'projects', projects: [name], newProjects: [] },
        expiresAt: null,
        actions: ['yank'],
      })
    },
  ],
  [
    'success',
    'gives the name of a revoked token again',
    async (world) => {
      const person = await world.person()
      const { token } = await make(person, 'again')
      await person.ok(revokeToken, { params: { id: token.id } })
      expect((await make(person, 'again')).token.id).not.toBe(token.id)
    },
  ],
  [
    'token_name_taken',
    'refuses a second token of the same name to one person, not to two',
    async (world) => {
      const person = await world.person()
      await make(person, 'ci')
      const answer = await person.ask(createToken, { body: { name: ' ci ', scope: account } })
      expectProblem(answer, 'token_name_taken')
      await make(await world.person(), 'ci')
    },
  ],
  [
    'email_unverified',
    'refuses who has not verified the address',
    async (world) => {
      const person = await world.signUp()
      await world.signIn(person)
      const answer = await person.ask(createToken, { body: { name: 'early', scope: account } })
      expectProblem(answer, 'email_unverified')
      expect(await person.ok(listTokens, {})).toEqual({ items: [] })
    },
  ],
  [
    'validation_failed',
    'refuses projects of others just as ones that do not exist',
    async (world) => {
      const person = await world.person()
      const own = await world.seedProject(person, [{ version: '1.0' }])
      const foreign = await world.seedProject(await world.person(), [{ version: '1.0' }])
      const projects = [own, foreign, world.unique('missing')]
      const answer = await person.ask(createToken, {
        body: { name: 'greedy', scope: { kind: 'projects', projects } },
      })
      const problem = expectProblem(answer, 'validation_failed', [
        ['/body/scope/projects/1', 'project_unknown'],
        ['/body/scope/projects/2', 'project_unknown'],
      ])
      expect(problem.errors?.[0]?.detail).toBe(problem.errors?.[1]?.detail)
    },
  ],
  [
    'validation_failed',
    'refuses empty lists, unknown actions and lifetimes that are not offered',
    async (world) => {
      const person = await world.person()
      const body = {
        name: 'odd',
        scope: { kind: 'projects', projects: [] },
        actions: ['upload', 'destroy'],
        expiresInDays: 8,
      }
      const raw = { method: 'POST', path: createToken.path, body: JSON.stringify(body) }
      expectProblem(await person.send(raw), 'validation_failed', [
        ['/body/scope/projects', 'too_few'],
        ['/body/actions/1', 'not_one_of'],
        ['/body/expiresInDays', 'not_one_of'],
      ])
    },
  ],
])

const narrowing = casesOf(createToken, [
  [
    'success',
    'takes names of projects that do not exist yet, and own ones among them',
    async (world) => {
      const person = await world.person()
      const own = await world.seedProject(person, [{ version: '1.0' }])
      const fresh = world.unique('not-there-yet')
      const { token } = await make(person, 'first upload', {
        scope: { kind: 'projects', projects: [], newProjects: [fresh.toUpperCase(), own] },
      })
      expect(token.scope).toEqual({ kind: 'projects', projects: [own], newProjects: [fresh] })
    },
  ],
  [
    'success',
    'makes a token for one new project that makes it and no other, then uploads to it',
    async (world) => {
      const person = await world.person()
      const name = world.unique('made-by-token')
      const { secret } = await make(person, 'narrow', {
        scope: { kind: 'projects', projects: [], newProjects: [name] },
      })
      const { username } = person
      const seed = (project: string, version: string) =>
        world.target.seedProject({
          name: project,
          owner: { username, token: secret },
          releases: [{ version }],
        })
      if (world.target.name === 'api') {
        await expect(seed(world.unique('another-one'), '1.0')).rejects.toThrow(/403/)
        await seed(name, '1.0')
        await seed(name, '1.1')
        const { releases } = await world.visitor().ok(getProject, { params: { project: name } })
        expect(releases).toHaveLength(2)
        const { items } = await person.ok(listTokens, {})
        expect(items[0]?.scope).toEqual({ kind: 'projects', projects: [name], newProjects: [] })
      }
    },
  ],
  [
    'success',
    'lets a token be used from its networks only',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(person, [{ version: '1.0' }])
      const yank = async (networks: string[]) => {
        const name = world.unique('net')
        const made = await make(person, name, { actions: ['yank'], networks })
        const path = yankRelease.path.replace('{project}', project).replace('{version}', '1.0')
        const headers = { authorization: `Bearer ${made.secret}` }
        const answer = await world.visitor().send({ method: 'PUT', path, body: '{}', headers })
        return { answer, networks: made.token.networks }
      }
      // The callers of this suite have addresses in 10.0.0.0/8.
      const inside = await yank(['2001:DB8::1/32', '10.9.9.9/8', '10.0.0.0/8'])
      expect(inside.networks).toEqual(['2001:db8::/32', '10.0.0.0/8'])
      expect(inside.answer.status).toBe(200)
      expectProblem((await yank(['192.0.2.0/24', '::/0'])).answer, 'token_invalid')
    },
  ],
  [
    'validation_failed',
    'refuses what is no network and no project name, and nothing at all',
    async (world) => {
      const person = await world.person()
      const ask = (parts: object) =>
        person.ask(createToken, { body: { name: 'odd', scope: account, ...parts } })
      expectProblem(await ask({ networks: ['10.0.0.0/8', '10.0.0.0/33'] }), 'validation_failed', [
        ['/body/networks/1', 'network_shape'],
      ])
      const scope = { kind: 'projects', projects: [], newProjects: ['-dash'] }
      expectProblem(await ask({ scope }), 'validation_failed', [
        ['/body/scope/newProjects/0', 'project_name_shape'],
      ])
      const none = { kind: 'projects', projects: [], newProjects: [] }
      expectProblem(await ask({ scope: none }), 'validation_failed', [
        ['/body/scope/projects', 'too_few'],
      ])
    },
  ],
])

const short = { tokenMaxDays: 45 }
const daysOf = ({ createdAt, expiresAt }: { createdAt: string; expiresAt: string | null }) =>
  Math.round((Date.parse(expiresAt ?? '') - Date.parse(createdAt)) / DAY)

const capping = casesOf(createToken, [
  [
    'validation_failed',
    'refuses a longer life than the installation allows, and takes the longest that it offers',
    (world) =>
      whileSet(world, short, async (other) => {
        expect(await other.visitor().ok(getSite, {})).toMatchObject(short)
        const person = await other.person()
        for (const expiresInDays of [null, 90, 365] as const) {
          const body = { name: 'long', scope: account, expiresInDays }
          const answer = await person.ask(createToken, { body })
          const problem = expectProblem(answer, 'validation_failed', [
            ['/body/expiresInDays', 'token_life_too_long'],
          ])
          expect(problem.errors?.[0]?.params).toEqual({ maximum: 45 })
        }
        expect(daysOf((await make(person, 'chosen', { expiresInDays: 30 })).token)).toBe(30)
        expect(daysOf((await make(person, 'not chosen')).token)).toBe(30)
        const { id } = (await make(person, 'anew', { expiresInDays: 7 })).token
        const { token } = await person.ok(regenerateToken, { params: { id } })
        expect(daysOf(token)).toBe(7)
        await other.target.ageTokens(person.username)
        for (const { id: old } of (await person.ok(listTokens, {})).items) {
          const made = await person.ok(regenerateToken, { params: { id: old } })
          expect(daysOf(made.token)).toBe(45)
        }
      }),
  ],
])

const regenerating = casesOf(regenerateToken, [
  [
    'success',
    'gives a new value for the same grants and length of life; the old one is dead',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(person, [{ version: '1.0' }])
      const old = await make(person, 'rotated', { actions: ['yank'], expiresInDays: 7 })
      const { id } = old.token
      const made = await person.ok(regenerateToken, { params: { id } })
      expect(made.secret).toMatch(TOKEN_PATTERN)
      const { createdAt, expiresAt, ...same } = made.token
      expect(old.token).toMatchObject(same)
      expect(Math.round((Date.parse(expiresAt ?? '') - Date.parse(createdAt)) / DAY)).toBe(7)
      const path = yankRelease.path.replace('{project}', project).replace('{version}', '1.0')
      const use = (secret: string) => {
        const headers = { authorization: `Bearer ${secret}` }
        return world.visitor().send({ method: 'PUT', path, body: '{}', headers })
      }
      expectProblem(await use(old.secret), 'token_invalid')
      expect(await use(made.secret)).toMatchObject({ status: 200 })
      const { items } = await person.ok(listTokens, {})
      expect(items.map((item) => item.id)).toContain(id)
    },
  ],
  [
    'not_found',
    'knows none of others, none that is revoked, and none that never was',
    async (world) => {
      const person = await world.person()
      const { token } = await make(person, 'gone')
      await person.ok(revokeToken, { params: { id: token.id } })
      const foreign = (await make(await world.person(), 'foreign')).token
      for (const id of [token.id, foreign.id, '0198f3c4-0000-7000-8000-000000000000']) {
        expectProblem(await person.ask(regenerateToken, { params: { id } }), 'not_found')
      }
    },
  ],
  [
    'email_unverified',
    'refuses who has not verified the address',
    async (world) => {
      const person = await world.signUp()
      await world.signIn(person)
      const params = { id: '0198f3c4-0000-7000-8000-000000000000' }
      expectProblem(await person.ask(regenerateToken, { params }), 'email_unverified')
    },
  ],
])

const revoking = casesOf(revokeToken, [
  [
    'success',
    'takes the token from the list, and its secret opens nothing any more',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(person, [{ version: '1.0' }])
      const { token, secret } = await make(person, 'gone', { actions: ['yank'] })
      const yank = {
        method: 'PUT',
        path: yankRelease.path.replace('{project}', project).replace('{version}', '1.0'),
        body: '{}',
        headers: { authorization: `Bearer ${secret}` },
      }
      expect(await world.visitor().send(yank)).toMatchObject({ status: 200 })
      await person.ok(revokeToken, { params: { id: token.id } })
      expectProblem(await world.visitor().send(yank), 'token_invalid')
      const { items } = await person.ok(listTokens, {})
      expect(items.map((item) => item.id)).not.toContain(token.id)
    },
  ],
  [
    'not_found',
    'knows no token twice, none of others, and none that never was',
    async (world) => {
      const person = await world.person()
      const { token } = await make(person, 'once')
      const foreign = (await make(await world.person(), 'foreign')).token
      await person.ok(revokeToken, { params: { id: token.id } })
      const never = '0198f3c4-0000-7000-8000-000000000000'
      for (const id of [token.id, foreign.id, never]) {
        expectProblem(await person.ask(revokeToken, { params: { id } }), 'not_found')
      }
    },
  ],
  [
    'validation_failed',
    'refuses an id that is none',
    async (world) => {
      const person = await world.person()
      const answer = await person.ask(revokeToken, { params: { id: 'not-an-id' } })
      expectProblem(answer, 'validation_failed', [['/params/id', 'invalid_format']])
    },
  ],
])

export const tokenCases: readonly Case[] = [
  ...listing,
  ...creating,
  ...narrowing,
  ...capping,
  ...regenerating,
  ...revoking,
]
