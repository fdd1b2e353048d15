import {
  addPublisher,
  createToken,
  type Endpoint,
  type EndpointCall,
  type PublisherIdentityInput,
  type TokenAction,
} from '@wheelhouse/shared-types'
import { expectProblem, toRaw } from '../caller.ts'
import type { Person, World } from '../world.ts'

export const github = {
  kind: 'github',
  owner: 'Octo-Org',
  ownerId: '12345',
  repository: 'demo',
  workflow: 'release.yml',
} as const
export const ID = '0198f3c4-0000-7000-8000-000000000000'

export async function seed(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, [{ version: '1.0' }])
  return { owner, project, params: { project } }
}

export async function seedWithPublisher(world: World, identity: PublisherIdentityInput = github) {
  const seeded = await seed(world)
  const { owner, params } = seeded
  const publisher = await owner.ok(addPublisher, { params, body: { identity } })
  return { ...seeded, publisher, own: { params: { ...params, id: publisher.id } } }
}

/** Headers of a token with these actions for the whole account. */
export async function tokenOf(world: World, person: Person, actions: readonly TokenAction[]) {
  const body = {
    name: world.unique('token'),
    scope: { kind: 'account' as const },
    actions: [...actions],
  }
  const { secret } = await person.ok(createToken, { body })
  return { authorization: `Bearer ${secret}` }
}

/** What only owners may do is refused to a maintainer, a stranger and a token without `manage`. */
export async function isForOwners<E extends Endpoint>(
  world: World,
  endpoint: E,
  { owner, project }: { owner: Person; project: string },
  call: EndpointCall<E>,
): Promise<void> {
  const maintainer = await world.person()
  await world.target.addMaintainer(project, maintainer.username)
  for (const person of [maintainer, await world.person()]) {
    expectProblem(await person.ask(endpoint, call), 'forbidden')
  }
  const headers = await tokenOf(world, owner, ['upload', 'yank', 'read'])
  const raw = { ...toRaw(endpoint, call), headers, without: ['origin'] }
  expectProblem(await world.visitor().send(raw), 'forbidden')
}
