import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createPerson, PASSWORD, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const remove = async (person: Person) =>
  (await signedIn(api, person)).ask('POST', '/api/v1/account/deletion', {
    username: person.username,
    password: PASSWORD,
  })

test('two owners who go at the same moment leave one of them behind', async () => {
  for (let round = 0; round < 4; round += 1) {
    const owners = [
      await createPerson(api, { password: PASSWORD }),
      await createPerson(api, { password: PASSWORD }),
    ]
    const name = `owned-by-two-${round}`
    const { id } = await api.deps.db.project.create({
      data: {
        name,
        normalizedName: name,
        foldedName: name,
        roles: {
          create: owners.map(({ userId }) => ({ principalId: userId, role: 'owner' as const })),
        },
      },
    })
    const answers = await Promise.all(owners.map(remove))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409])
    expect(answers.find(({ status }) => status === 409)?.json()).toMatchObject({
      code: 'sole_owner',
    })
    expect(await api.deps.db.role.count({ where: { projectId: id } })).toBe(1)
  }
})

test('an owner who leaves while the deletion is written leaves the person behind', async () => {
  const [stays, leaves] = [
    await createPerson(api, { password: PASSWORD }),
    await createPerson(api, { password: PASSWORD }),
  ]
  const { id: projectId } = await api.deps.db.project.create({
    data: {
      name: 'left',
      normalizedName: 'left',
      foldedName: 'left',
      roles: {
        create: [stays, leaves].map(({ userId }) => ({
          principalId: userId,
          role: 'owner' as const,
        })),
      },
    },
  })
  let answer: ReturnType<typeof remove> | undefined
  await api.deps.db.$transaction(async (tx) => {
    await tx.role.deleteMany({ where: { projectId, principalId: leaves.userId } })
    // The look at the owners is done now, and its lock on the project held to the end.
    await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`
    answer = remove(stays)
    await sleep(1_500)
  })
  const given = await answer!
  expect([given.status, given.json()]).toMatchObject([409, { code: 'sole_owner' }])
  expect(await api.deps.db.user.count({ where: { id: stays.userId } })).toBe(1)
})

test('nothing of the person stays but the burnt name', async () => {
  const person = await createPerson(api, { password: PASSWORD })
  expect((await remove(person)).status).toBe(204)
  const { db } = api.deps
  const where = { userId: person.userId }
  expect(await db.user.count({ where: { id: person.userId } })).toBe(0)
  expect(await db.principal.count({ where: { id: person.userId } })).toBe(0)
  expect(await db.emailAddress.count({ where })).toBe(0)
  expect(await db.session.count({ where })).toBe(0)
  expect(await db.event.count({ where })).toBe(0)
  const again = createPerson(api, { username: `${person.username}x` })
  expect((await again).username).toBe(`${person.username}x`)
})
