import { expect } from '@jest/globals'
import {
  checkUsername,
  createToken,
  deleteAccount,
  deleteProject,
  getAccount,
  getAccountDeletion,
  getProject,
  registerAccount,
  signIn,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { PASSWORD, type Person, type World } from '../world.ts'

const remove = (person: Person, parts: object = {}) =>
  person.ask(deleteAccount, { body: { username: person.username, password: PASSWORD, ...parts } })

/** Somebody who maintains a project of somebody else. */
async function maintainer(world: World) {
  const person = await world.person()
  const project = await world.seedProject(await world.person(), [{ version: '1.0' }])
  await world.target.addMaintainer(project, person.username)
  return { person, project }
}

const state = casesOf(getAccountDeletion, [
  [
    'success',
    'names the projects that would be left without an owner, and deleted ones that would end',
    async (world) => {
      const { person } = await maintainer(world)
      expect(await person.ok(getAccountDeletion, {})).toEqual({
        soleOwnerOf: [],
        endsProjects: [],
      })
      const name = await world.seedProject(person, [{ version: '1.0' }])
      expect(await person.ok(getAccountDeletion, {})).toEqual({
        soleOwnerOf: [{ name, normalizedName: name }],
        endsProjects: [],
      })
      const params = { project: name }
      await person.ok(deleteProject, { params, query: { confirm: name } })
      expect(await person.ok(getAccountDeletion, {})).toEqual({
        soleOwnerOf: [],
        endsProjects: [name],
      })
    },
  ],
])

const deleting = casesOf(deleteAccount, [
  [
    'success',
    'ends sessions and tokens, takes the person out of projects, and tells them by mail',
    async (world) => {
      const { person, project } = await maintainer(world)
      const elsewhere = { ...person, ...world.visitor() }
      await world.signIn(elsewhere)
      const { secret } = await person.ok(createToken, {
        body: { name: 'ci', scope: { kind: 'account' }, actions: ['yank'] },
      })
      const before = (await world.mailsTo(person.email)).length
      expect(await remove(person, { username: person.username.toUpperCase() })).toMatchObject({
        status: 204,
      })
      expect(await world.mailsTo(person.email)).toHaveLength(before + 1)
      expect(person.cookies()).toBe('')
      expectProblem(await elsewhere.ask(getAccount, {}), 'not_authenticated')
      const body = { login: person.username, password: PASSWORD }
      expectProblem(await world.visitor().ask(signIn, { body }), 'credentials_wrong')
      const headers = { authorization: `Bearer ${secret}` }
      const path = yankRelease.path.replace('{project}', project).replace('{version}', '1.0')
      const yank = { method: 'PUT', path, body: '{}', headers }
      expectProblem(await world.visitor().send(yank), 'token_invalid')
      const { people } = await world.visitor().ok(getProject, { params: { project } })
      expect(people.map(({ username }) => username)).not.toContain(person.username)
    },
  ],
  [
    'success',
    'frees the address and never the username',
    async (world) => {
      const person = await world.person()
      expect(await remove(person)).toMatchObject({ status: 204 })
      const { username, email } = person
      const visitor = world.visitor()
      expect(await visitor.ok(checkUsername, { params: { username } })).toEqual({
        available: false,
      })
      const body = { name: '', username, email, password: PASSWORD }
      expectProblem(await visitor.ask(registerAccount, { body }), 'username_taken')
      await world.signUp({ email })
    },
  ],
  [
    'confirmation_mismatch',
    'is refused without the own username',
    async (world) => {
      const person = await world.person()
      expectProblem(await remove(person, { username: 'somebody' }), 'confirmation_mismatch')
      await person.ok(getAccount, {})
    },
  ],
  [
    'password_wrong',
    'is refused without the password',
    async (world) => {
      const person = await world.person()
      expectProblem(await remove(person, { password: 'not the password' }), 'password_wrong')
      await person.ok(getAccount, {})
    },
  ],
  [
    'sole_owner',
    'is refused while a project would be left without an owner',
    async (world) => {
      const person = await world.person()
      await world.seedProject(person, [{ version: '1.0' }])
      expectProblem(await remove(person), 'sole_owner')
      await person.ok(getAccount, {})
    },
  ],
])

export const accountDeletionCases: readonly Case[] = [...state, ...deleting]
