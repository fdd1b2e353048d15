import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../../test/callers.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { buildWheel, publish, upload } from '../../test/wheels.ts'

describe.each(testedDatabases())('on the %s database', (database) => {
  let api: TestApi
  let secret: string
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    secret = await createSecret(api, await createPerson(api))
  })
  afterAll(() => api.close())

  test('50 equal uploads at once are one file, one release and one entry of the journal', async () => {
    const wheel = buildWheel('fifty', '1.0')
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        // A slow machine may say that it is busy, and whoever uploads tries again.
        for (;;) {
          const answer = await upload(api, secret, wheel)
          if (answer.status !== 503) return answer
          expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
        }
      }),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['200 ']),
    )
    const { db, config } = api.deps
    const project = { normalizedName: 'fifty' }
    expect(await db.file.count({ where: { project } })).toBe(1)
    expect(await db.release.count({ where: { project } })).toBe(1)
    const journal = await db.journalEntry.findMany({
      where: { projectName: 'fifty' },
      orderBy: { serial: 'asc' },
    })
    expect(journal.map((entry) => entry.action)).toEqual([
      'create project',
      'add release',
      'add file',
    ])
    expect(await readdir(join(config.filesFolder, '.incoming'))).toEqual([])
    expect((await db.project.findUniqueOrThrow({ where: project })).totalSize).toBe(
      BigInt(wheel.bytes.length),
    )
  })

  test('30 different files of a project at once are all there, in order, with rising serials', async () => {
    await publish(api, secret, buildWheel('many', '0.1'))
    const wheels = Array.from({ length: 30 }, (_, n) => buildWheel('many', `1.${n}`))
    const answers = await Promise.all(wheels.map((wheel) => upload(api, secret, wheel)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    const page = await send(api.origin, { path: '/simple/many/' })
    const names = [...page.text.matchAll(/>([^<]+\.whl)</g)].map(([, name]) => name)
    expect(names).toEqual(['many-0.1-py3-none-any.whl', ...wheels.map(({ filename }) => filename)])
    const { serial } = await api.deps.db.indexClock.findFirstOrThrow()
    const journal = await api.deps.db.journalEntry.findMany({ orderBy: { serial: 'asc' } })
    expect(journal.map((entry) => entry.serial)).toEqual(
      Array.from({ length: Number(serial) }, (_, n) => BigInt(n + 1)),
    )
  })

  test('8 first uploads at once with a token for that new name are all taken', async () => {
    const newProjects = ['fresh-eight']
    const narrow = await createSecret(api, await createPerson(api), { projects: [], newProjects })
    const wheels = Array.from({ length: 8 }, (_, n) => buildWheel('fresh-eight', `1.${n}`))
    const answers = await Promise.all(wheels.map((wheel) => upload(api, narrow, wheel)))
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(
      Array.from({ length: 8 }, () => '200 '),
    )
  })

  test('the first upload of a new name by two people at once has one owner, 20 times', async () => {
    const tokens = [
      await createSecret(api, await createPerson(api)),
      await createSecret(api, await createPerson(api)),
    ]
    for (let round = 0; round < 20; round += 1) {
      const name = `race-${round}`
      const answers = await Promise.all(
        tokens.map((token, n) => upload(api, token, buildWheel(name, `${n + 1}.0`))),
      )
      expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 403])
      const roles = await api.deps.db.role.findMany({ where: { project: { name } } })
      expect(roles.map((role) => role.role)).toEqual(['owner'])
      expect(await api.deps.db.file.count({ where: { project: { name } } })).toBe(1)
    }
  })

  test('names that are too similar, made at once, are never both there', async () => {
    for (let round = 0; round < 5; round += 1) {
      const names = [`look-alike${round}`, `lookalike${round}`, `l00k-alike${round}`]
      const answers = await Promise.all(
        names.map((name) => upload(api, secret, buildWheel(name, '1.0'))),
      )
      expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
        200, 400, 400,
      ])
    }
  })
})
