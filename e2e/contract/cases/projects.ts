import { expect } from '@jest/globals'
import {
  addEmail,
  getProject,
  listEmails,
  listOwnProjects,
  removeEmail,
  searchProjects,
  updateProfile,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, type Caller } from '../caller.ts'
import type { World } from '../world.ts'

const ONE = [{ version: '1.0', summary: 'One of a family' }]

/** Projects whose names share a word that no other project has. */
async function seedFamily(world: World): Promise<string> {
  const word = world.unique('kin')
  const owner = await world.person()
  const names = [`a-${word}`, `${word}-b`, word, `${word}-a`, `z-${word}-z`]
  for (const name of names) await world.seedProject(owner, ONE, name)
  return word
}

const searching = casesOf(searchProjects, [
  [
    'success',
    'lists the exact name, then names that begin with it, then the rest, each by name',
    async (world) => {
      const word = await seedFamily(world)
      const found = await world
        .visitor()
        .ok(searchProjects, { query: { q: word.replace('-', '_').toUpperCase() } })
      expect(found.items.map((item) => item.normalizedName)).toEqual([
        word,
        `${word}-a`,
        `${word}-b`,
        `a-${word}`,
        `z-${word}-z`,
      ])
      expect(found.nextCursor).toBeNull()
      expect(found.items[0]).toMatchObject({
        name: word,
        summary: 'One of a family',
        latestVersion: '1.0',
      })
    },
  ],
  [
    'success',
    'gives the same list in pages, every project once',
    async (world) => {
      const word = await seedFamily(world)
      const visitor = world.visitor()
      const whole = await visitor.ok(searchProjects, { query: { q: word } })
      const walked = []
      let cursor: string | null | undefined
      do {
        const query = { q: word, limit: 2, ...(typeof cursor !== 'string' ? {} : { cursor }) }
        const page: typeof whole = await visitor.ok(searchProjects, { query })
        expect(page.items.length).toBe(page.nextCursor === null ? 1 : 2)
        walked.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(walked).toEqual(whole.items)
    },
  ],
  [
    'success',
    'ends with a full last page',
    async (world) => {
      const word = await seedFamily(world)
      const page = await world.visitor().ok(searchProjects, { query: { q: word, limit: 5 } })
      expect(page.items).toHaveLength(5)
      expect(page.nextCursor).toBeNull()
    },
  ],
  [
    'success',
    'lists what changed last when asked for nothing',
    async (world) => {
      const owner = await world.person()
      const older = await world.seedProject(owner, ONE, world.unique('z-older'))
      const newer = await world.seedProject(owner, ONE, world.unique('a-newer'))
      const { items } = await world.visitor().ok(searchProjects, { query: { q: ' ', limit: 2 } })
      expect(items.map((item) => item.name)).toEqual([newer, older])
    },
  ],
  [
    'success',
    'takes a space for a hyphen',
    async (world) => {
      const word = await seedFamily(world)
      const query = { q: ` ${word}  a ` }
      const { items } = await world.visitor().ok(searchProjects, { query })
      expect(items.map((item) => item.name)).toEqual([`${word}-a`])
    },
  ],
  [
    'success',
    'takes wildcards and the like for what they are',
    async (world) => {
      await seedFamily(world)
      for (const q of ['%', 'kin%x', '*', "kin'--", '\\']) {
        const found = await world.visitor().ok(searchProjects, { query: { q } })
        expect({ q, items: found.items }).toEqual({ q, items: [] })
      }
    },
  ],
  [
    'validation_failed',
    'refuses limits out of bounds and a repeated parameter',
    async (world) => {
      const ask = (search: string) =>
        world.visitor().send({ method: 'GET', path: `${searchProjects.path}?${search}` })
      expectProblem(await ask('limit=0'), 'validation_failed', [['/query/limit', 'too_small']])
      expectProblem(await ask('limit=101'), 'validation_failed', [['/query/limit', 'too_big']])
      expectProblem(await ask('limit=x'), 'validation_failed', [['/query/limit', 'wrong_type']])
      expectProblem(await ask('q=a&q=b'), 'validation_failed', [['/query/q', 'wrong_type']])
    },
  ],
])

const badCursors: Case = {
  operation: searchProjects,
  shows: 'malformed_request',
  name: 'refuses a cursor that it did not give',
  run: async (world) => {
    for (const cursor of ['nonsense', '-1', '%2F%2F', 'bzAwMDAwMA']) {
      const call = { method: 'GET', path: `${searchProjects.path}?cursor=${cursor}` }
      expectProblem(await world.visitor().send(call), 'malformed_request')
    }
  },
}

const showing = casesOf(getProject, [
  [
    'success',
    'shows the project under any spelling, newest version first',
    async (world) => {
      const owner = await world.person()
      const word = world.unique('Order_of')
      const versions = ['1.9', '1.10', '2.0rc1', '1.10.post1', '1.2']
      await world.seedProject(
        owner,
        versions.map((version) => ({ version })),
        word,
      )
      const normalizedName = word.toLowerCase().replace('_', '-')
      for (const spelling of [word, normalizedName, word.toUpperCase().replace('_', '.')]) {
        const project = await world.visitor().ok(getProject, { params: { project: spelling } })
        expect(project).toMatchObject({
          name: word,
          normalizedName,
          status: 'active',
          statusReason: null,
          latestVersion: '1.10.post1',
          people: [{ username: owner.username, role: 'owner' }],
        })
        expect(project.releases.map((release) => release.version)).toEqual([
          '2.0rc1',
          '1.10.post1',
          '1.10',
          '1.9',
          '1.2',
        ])
        expect(project.releases[0]).toMatchObject({
          prerelease: true,
          yanked: false,
          yankedReason: null,
          fileCount: 1,
        })
      }
    },
  ],
  [
    'success',
    'names owners first, then those who came first',
    async (world) => {
      const owner = await world.person()
      const [second, first] = [await world.person(), await world.person()]
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      for (const { username } of [first, second])
        await world.target.addMaintainer(project, username)
      const { people } = await world.visitor().ok(getProject, { params: { project } })
      expect(people.map(({ username }) => username)).toEqual(
        [owner, first, second].map(({ username }) => username),
      )
    },
  ],
  [
    'success',
    'shows first what is not yanked, then finals, then the newest',
    async (world) => {
      const owner = await world.person()
      const releases = [{ version: '1.0' }, { version: '2.0a1' }, { version: '2.0a2' }]
      const project = await world.seedProject(owner, releases)
      const latest = async () =>
        (await world.visitor().ok(getProject, { params: { project } })).latestVersion
      const yank = (version: string) =>
        owner.ok(yankRelease, { params: { project, version }, body: {} })
      expect(await latest()).toBe('1.0')
      await yank('1.0')
      expect(await latest()).toBe('2.0a2')
      await yank('2.0a2')
      expect(await latest()).toBe('2.0a1')
      await yank('2.0a1')
      expect(await latest()).toBe('1.0')
    },
  ],
  [
    'success',
    'shows the address that somebody chose, to people who are signed in, as long as it is theirs',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, ONE)
      const shownTo = async (caller: Caller) => {
        const { people } = await caller.ok(getProject, { params: { project } })
        return people.map(({ email }) => email)
      }
      const reader = await world.anyone()
      expect(await shownTo(reader)).toEqual([null])
      const email = `${world.unique('shown')}@example.org`
      const { id } = await owner.ok(addEmail, { body: { email } })
      await world.verify(email)
      await owner.ok(updateProfile, { body: { publicEmail: id } })
      expect(await shownTo(reader)).toEqual([email])
      expect(await shownTo(world.visitor())).toEqual([null])
      await owner.ok(removeEmail, { params: { id } })
      expect(await shownTo(reader)).toEqual([null])
      expect((await owner.ok(listEmails, {})).items.some((one) => one.public)).toBe(false)
    },
  ],
  [
    'not_found',
    'knows no project of that name',
    async (world) => {
      const params = { project: world.unique('missing') }
      expectProblem(await world.visitor().ask(getProject, { params }), 'not_found')
    },
  ],
])

const listing = casesOf(listOwnProjects, [
  [
    'success',
    'lists own projects by name, with the role in each',
    async (world) => {
      const person = await world.person()
      expect(await person.ok(listOwnProjects, {})).toEqual({ items: [] })
      const word = world.unique('mine')
      const releases = [{ version: '1.0' }, { version: '1.1', summary: 'Newer' }]
      await world.seedProject(person, releases, `b-${word}`)
      await world.seedProject(person, ONE, `A.${word}`)
      await world.seedProject(await world.person(), ONE, `c-${word}`)
      const { items } = await person.ok(listOwnProjects, {})
      expect(items.map((item) => item.name)).toEqual([`A.${word}`, `b-${word}`])
      expect(items[1]).toMatchObject({
        normalizedName: `b-${word}`,
        summary: 'Newer',
        latestVersion: '1.1',
        role: 'owner',
        status: 'active',
        releaseCount: 2,
      })
    },
  ],
  [
    'success',
    'lists projects in which one is a maintainer',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(await world.person(), ONE)
      await world.target.addMaintainer(project, person.username)
      const { items } = await person.ok(listOwnProjects, {})
      expect(items).toMatchObject([{ name: project, role: 'maintainer' }])
    },
  ],
])

export const projectCases: readonly Case[] = [...searching, badCursors, ...showing, ...listing]
