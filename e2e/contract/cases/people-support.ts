import {
  acceptProjectInvitation,
  inviteToProject,
  type Endpoint,
  type ProjectRole,
} from '@wheelhouse/shared-types'
import { expectProblem, toRaw } from '../caller.ts'
import type { Case } from '../case.ts'
import type { Person, World } from '../world.ts'
import { tokenOf } from './visibility.ts'

export type Team = { owner: Person; maintainer: Person; stranger: Person; project: string }

/** A project with two people, and somebody who is none of them. */
export async function newTeam(world: World): Promise<Team> {
  const [owner, maintainer, stranger] = [
    await world.person(),
    await world.person(),
    await world.person(),
  ]
  const project = await world.seedProject(owner, [{ version: '1.0' }])
  await world.target.addMaintainer(project, maintainer.username)
  return { owner, maintainer, stranger, project }
}

const teams = new WeakMap<World, Promise<Team>>()

/** A team for cases that leave no trace: the same each time. */
export function anyTeam(world: World): Promise<Team> {
  const team = teams.get(world) ?? newTeam(world)
  teams.set(world, team)
  return team
}

export const invite = (owner: Person, project: string, user: string, role: ProjectRole) =>
  owner.ok(inviteToProject, { params: { project }, body: { user, role } })

/** Gives somebody a role by the way that people take. */
export async function join(
  owner: Person,
  project: string,
  person: Person,
  role: ProjectRole,
): Promise<void> {
  const { id } = await invite(owner, project, person.username, role)
  await person.ok(acceptProjectInvitation, { params: { id } })
}

type Row = [shows: Case['shows'], name: string, run: Case['run']]
type Call = Parameters<typeof toRaw>[1]

/**
 * What the operations on a project's people have in common: no such project, and who may not.
 * `call` makes the rest of the call, aimed at the maintainer.
 */
export function memberRefusals(
  operation: Endpoint,
  who: 'owners' | 'people',
  call: (team: Team) => { params: object; body?: object },
): Row[] {
  return [
    [
      'not_found',
      'knows no project of that name',
      async (world) => {
        const team = await anyTeam(world)
        const missing = { ...team, project: world.unique('missing') }
        expectProblem(await team.owner.send(toRaw(operation, call(missing))), 'not_found')
      },
    ],
    [
      'forbidden',
      `is for ${who}, and for tokens of theirs that manage this project`,
      async (world) => {
        const team = await anyTeam(world)
        const { owner, maintainer, stranger } = team
        const raw = toRaw(operation, call(team) satisfies Call)
        for (const person of who === 'owners' ? [maintainer, stranger] : [stranger]) {
          expectProblem(await person.send(raw), 'forbidden')
        }
        for (const [person, actions] of [
          [owner, ['read', 'upload', 'yank']],
          [stranger, ['manage']],
        ] as const) {
          const headers = await tokenOf(world, person, actions)
          expectProblem(await world.visitor().send({ ...raw, headers }), 'forbidden')
        }
      },
    ],
  ]
}
