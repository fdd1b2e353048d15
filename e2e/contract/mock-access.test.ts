import { beforeAll, expect, test } from '@jest/globals'
import {
  createToken,
  createWebhook,
  ENDPOINTS,
  revokeToken,
  setProjectStatus,
  setProjectVisibility,
  testWebhook,
  TOKEN_ACTIONS,
  updateWebhook,
  uploadFile,
  type Endpoint,
  type TokenAction,
} from '@wheelhouse/shared-types'
import {
  CALLERS,
  expectedOf,
  PLACES,
  rowOf,
  type CallerName,
  type Outcome,
  type Place,
  type Row,
  type Things,
} from '@wheelhouse/api/test/access-table'
import { toRaw, type Answer, type RawCall } from './caller.ts'
import { startMockTarget } from './targets/mock.ts'
import { buildWheel, type Wheel } from './targets/wheels.ts'
import { createWorld, type Person } from './world.ts'

type Ask = (call: RawCall) => Promise<Answer>
type Cell = { endpoint: Endpoint; row: Row; caller: CallerName; place: Place; expected: Outcome }

const nameOf = (place: Place) => `place-${place}`

const world = createWorld(startMockTarget())
const callers = new Map<CallerName, Ask>()
const things = new Map<Place, Things>()
const wheels = new Map<Place, Wheel>()

beforeAll(async () => {
  const [owner, maintainer, other] = [
    await world.person(),
    await world.person(),
    await world.person(),
  ]
  for (const place of PLACES) await furnish(place, place === 'foreign' ? other : owner)
  await world.seedProject(owner, [{ version: '1.0' }], 'elsewhere')
  for (const place of PLACES.filter((one) => one !== 'foreign')) {
    await world.target.addMaintainer(nameOf(place), maintainer.username)
  }
  const at = (place: Place) => ({ params: { project: nameOf(place) } })
  await owner.ok(setProjectStatus, { ...at('archived'), body: { status: 'archived' } })
  await owner.ok(setProjectVisibility, { ...at('private'), body: { visibility: 'private' } })
  await world.target.quarantine(nameOf('quarantined'), 'looked at')

  const here = PLACES.filter((place) => place !== 'foreign').map(nameOf)
  for (const action of TOKEN_ACTIONS) {
    callers.set(`token to ${action}`, (await tokenOf(owner, [action], here)).ask)
  }
  callers.set('token for another project', (await tokenOf(owner, TOKEN_ACTIONS, ['elsewhere'])).ask)
  const revoked = await tokenOf(owner, TOKEN_ACTIONS, here)
  await owner.ok(revokeToken, { params: { id: revoked.id } })
  callers.set('revoked token', revoked.ask)
  callers.set('anonymous', (call) => world.visitor().send(call))
  const stranger = await world.person()
  for (const [name, person] of [
    ['stranger', stranger],
    ['maintainer', maintainer],
    ['owner', owner],
  ] as const) {
    callers.set(name, (call) => person.send(call))
  }
})

/** A project with a file and a webhook that is disabled: what the calls of the table are about. */
async function furnish(place: Place, owner: Person): Promise<void> {
  const project = nameOf(place)
  await world.seedProject(owner, [{ version: '1.0' }], project)
  const wheel = buildWheel(project, { version: '1.0' }, 'py2-none-any')
  const { filename } = wheel
  await owner.ok(uploadFile, { query: { filename }, content: wheel.bytes })
  const params = { project }
  const body = { url: 'https://hook.invalid/', topics: ['file.deleted' as const] }
  const { webhook } = await owner.ok(createWebhook, { params, body })
  const aimed = { params: { ...params, webhook: webhook.id } }
  const delivery = await owner.ok(testWebhook, aimed)
  await owner.ok(updateWebhook, { ...aimed, body: { enabled: false } })
  wheels.set(place, wheel)
  things.set(place, {
    project,
    filename,
    version: '1.0',
    webhook: webhook.id,
    delivery: delivery.id,
    visibility: place === 'private' ? 'private' : 'public',
    status: place === 'archived' ? 'archived' : 'active',
  })
}

async function tokenOf(owner: Person, actions: readonly TokenAction[], projects: string[]) {
  const scope = { kind: 'projects' as const, projects }
  const body = { name: world.unique('token'), scope, actions: [...actions] }
  const { token, secret } = await owner.ok(createToken, { body })
  const headers = { authorization: `Bearer ${secret}` }
  return { id: token.id, ask: (call: RawCall) => world.visitor().send({ ...call, headers }) }
}

/** What is done to a project, or read of one, by everybody who can ask the mock. */
function cells(): Cell[] {
  return ENDPOINTS.flatMap((endpoint) => {
    const row = rowOf(endpoint)
    return CALLERS.flatMap((caller) =>
      caller === 'publisher'
        ? []
        : (row?.places ?? []).map((place) => {
            const expected = expectedOf(endpoint, row!, caller, place)
            return { endpoint, row: row!, caller, place, expected }
          }),
    )
  })
}

async function ask({ endpoint, row, caller, place }: Cell): Promise<string> {
  const named = { username: 'nobody', ...things.get(place) }
  const { params, query, body } = row.call(named)
  const call = toRaw(endpoint, {
    params: { ...named, ...params },
    query,
    ...(endpoint.body === undefined ? {} : { body: body ?? {} }),
    ...(endpoint.upload ? { content: wheels.get(place)!.bytes } : {}),
  })
  const answer = await callers.get(caller)!(call)
  return answer.status < 300 ? 'done' : (answer.body as { code: string }).code
}

/**
 * By the table that the API is held to (`apps/api/src/http/access.test.ts`). Trusted publishers are
 * left out, which the mock does not have (DIFFERENCES.md), and what belongs to no project.
 */
test('the mock lets everybody do to a project what the API lets them, and no more', async () => {
  const ends = ({ endpoint }: Cell) => Number(endpoint.id === 'leaveProject')
  const asked = cells().toSorted((one, other) => ends(one) - ends(other))
  expect(asked.length).toBeGreaterThan(2_000)
  const differences: string[] = []
  for (const cell of asked) {
    const got = await ask(cell)
    const { endpoint, caller, place, expected } = cell
    if (got === expected) continue
    differences.push(`${endpoint.id}, ${caller}, ${place}: the API ${expected}, the mock ${got}`)
  }
  expect(differences).toEqual([])
})
