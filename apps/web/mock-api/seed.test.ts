/** @jest-environment node */
import { describe, expect, test } from '@jest/globals'
import { getResponse } from 'msw'
import {
  fillPath,
  getProject,
  getRelease,
  judgePassword,
  searchProjects,
} from '@wheelhouse/shared-types'
import zxcvbn from 'zxcvbn'
import { createHandlers } from './create-handlers.ts'
import { createDb } from './db.ts'
import { PERSONAS, signInAs, type PersonaId } from './personas.ts'
import { makeSeed, seed, SEED_PASSWORD } from './seed.ts'

function createReader() {
  const db = createDb(seed)
  const handlers = createHandlers(db)
  return {
    db,
    read: async (path: string) => {
      const response = await getResponse(handlers, new Request(`http://localhost${path}`))
      return { status: response?.status, body: (await response?.json()) as unknown }
    },
  }
}

describe('the seed', () => {
  test('is the same in every run', () => {
    expect(makeSeed()).toEqual(makeSeed())
    const first = seed()
    const text = JSON.stringify(first)
    first.projects.pop()
    expect(JSON.stringify(seed())).toBe(text)
  })

  test('shows every project and release through the API', async () => {
    const { db, read } = createReader()
    const special = db.projects.filter(({ normalizedName }) => !normalizedName.startsWith('fleet-'))
    expect(special.length).toBeGreaterThanOrEqual(40)
    const list = await read(`${searchProjects.path}?limit=100`)
    expect(searchProjects.response?.parse(list.body).items).toHaveLength(100)
    for (const { normalizedName, releases } of special) {
      signInAs(db, normalizedName === 'in-house' ? 'maintainer' : 'visitor')
      const project = await read(fillPath(getProject.path, { project: normalizedName }))
      expect({ normalizedName, status: project.status }).toEqual({ normalizedName, status: 200 })
      if (normalizedName === 'under-review') continue
      // Of many, one in a hundred: each is the same work.
      const few = releases.filter((_, index) => releases.length < 100 || index % 100 === 0)
      for (const { version } of few) {
        const path = fillPath(getRelease.path, { project: normalizedName, version })
        expect({ path, status: (await read(path)).status }).toEqual({ path, status: 200 })
      }
    }
  })

  test('has the cases that pages must cope with', () => {
    const projects = new Map(seed().projects.map((project) => [project.normalizedName, project]))
    const huge = projects.get('huge')?.releases ?? []
    expect([huge.length, huge.flatMap(({ files }) => files).length]).toEqual([900, 2000])
    expect(projects.get('under-review')?.status).toBe('quarantined')
    expect(projects.get('in-house')?.visibility).toBe('private')
    const prolific = seed().accounts.find(({ username }) => username === 'prolific')?.id
    const own = [...projects.values()].filter(({ people }) =>
      people.some(({ accountId }) => accountId === prolific),
    )
    expect(own).toHaveLength(300)
    expect(projects.get('many-releases')?.releases).toHaveLength(60)
    expect(projects.get('not-released-yet')?.releases).toEqual([])
    expect(projects.get('all-yanked')?.releases.every((release) => release.yanked)).toBe(true)
    expect(projects.get('old-faithful')?.status).toBe('archived')
    expect(projects.get('salaam')?.releases[0]?.summary).toMatch(/[\u0600-\u06ff].*\p{Emoji}/u)
    expect(projects.get('sixty-dependencies')?.releases[0]?.requiresDist).toHaveLength(60)
    expect(projects.get('forty-files')?.releases[0]?.files).toHaveLength(40)
    expect(projects.get('hostile-readme')?.releases[0]?.readme?.html).not.toMatch(
      /<script|\son\w+=(?!&quot;)|href="javascript/i,
    )
  })

  test('gives each file a name and digests of its own', () => {
    const files = seed().projects.flatMap(({ releases }) => releases.flatMap((row) => row.files))
    for (const key of ['filename', 'sha256', 'blake2b256', 'md5'] as const) {
      expect(new Set(files.map((file) => file[key])).size).toBe(files.length)
    }
  })

  test('has accounts whose password would be taken', () => {
    for (const account of seed().accounts) {
      expect(account.password).toBe(SEED_PASSWORD)
      expect(judgePassword(zxcvbn, account.password, account).passes).toBe(true)
    }
  })
})

describe('personas', () => {
  test.each(Object.keys(PERSONAS) as PersonaId[])('%s is signed in at once', async (id) => {
    const { db, read } = createReader()
    signInAs(db, id)
    const { status, body } = await read('/api/v1/account')
    const { username } = PERSONAS[id]
    expect({ status, body }).toMatchObject(
      username === null
        ? { status: 401, body: { code: 'not_authenticated' } }
        : { status: 200, body: { username } },
    )
  })
})
