import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import {
  BUILT_IN_ISSUERS,
  ENDPOINTS,
  fillPath,
  UPLOAD_MEDIA_TYPE,
  type Endpoint,
  type TokenAction,
} from '@wheelhouse/shared-types'
import { issueToken } from '../features/tokens/issue-token.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import {
  CALLERS,
  deadRows,
  expectedOf,
  missingRow,
  PLACES,
  rowOf,
  type CallerName,
  type Outcome,
  type Place,
  type Row,
  type Things,
} from '../test/access-table.ts'
import {
  anonymous,
  createCaller,
  createPerson,
  createSecret,
  signedIn,
  withToken,
  type Person,
  type TestCaller,
} from '../test/callers.ts'
import { databaseContent } from '../test/database-content.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { trustPublisher } from '../test/trust-publisher.ts'
import { buildWheel, publish, type Distribution } from '../test/wheels.ts'

// Some thousand calls.
jest.setTimeout(120_000)

type Cell = {
  readonly endpoint: Endpoint
  readonly row: Row
  readonly caller: CallerName
  readonly place: Place
  readonly expected: Outcome
}

const ALL_ACTIONS: readonly TokenAction[] = ['upload', 'yank', 'manage', 'read']
const REFUSES_ACCESS: readonly string[] = [
  'not_authenticated',
  'token_invalid',
  'forbidden',
  'reauthentication_required',
]

/** They make the world another one for whoever asks after them. */
const CHANGES_ROLES: readonly string[] = ['leaveProject', 'acceptProjectInvitation']

let api: TestApi
let owner: Person
let people: Record<'stranger' | 'maintainer' | 'owner', Person>
let callers: Record<CallerName, TestCaller>
/** By place: what the parameters of a path and the fields of a call stand for. */
let things: Record<Place, Things>
const wheels = new Map<Place, Distribution>()
/** Ids of the owner's own things, by the operation that wants them. */
let owned: Things

beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
  people = { owner, stranger: await createPerson(api), maintainer: await createPerson(api) }
  const other = await createPerson(api)
  for (const place of PLACES) {
    const wheel = buildWheel(nameOf(place), '1.0')
    wheels.set(place, wheel)
    await publish(api, await createSecret(api, place === 'foreign' ? other : owner), wheel)
  }
  await publish(api, await createSecret(api, owner), buildWheel('elsewhere', '1.0'))
  await setStates()
  things = Object.fromEntries(
    await Promise.all(PLACES.map(async (place) => [place, await thingsIn(place)] as const)),
  ) as typeof things
  owned = await makeOwned()
  const token = (actions: readonly TokenAction[], places: readonly string[]) =>
    withToken(api, owner, { actions, projects: places })
  const here = PLACES.map(nameOf)
  callers = {
    anonymous: anonymous(api),
    stranger: await signedIn(api, people.stranger),
    maintainer: await signedIn(api, people.maintainer),
    owner: await signedIn(api, owner),
    'token to upload': await token(['upload'], here),
    'token to yank': await token(['yank'], here),
    'token to manage': await token(['manage'], here),
    'token to read': await token(['read'], here),
    'token for another project': await token(ALL_ACTIONS, ['elsewhere']),
    publisher: await trustedPublisher(),
    'revoked token': await revokedToken(),
  }
})
afterAll(() => api.close())

const nameOf = (place: Place) => `place-${place}`

async function setStates() {
  const { db } = api.deps
  const set = (place: Place, data: object) =>
    db.project.update({ where: { normalizedName: nameOf(place) }, data })
  await set('archived', { status: 'archived' })
  await set('quarantined', { status: 'quarantined', quarantinedAt: new Date() })
  await set('private', { visibility: 'private' })
  for (const place of PLACES.filter((name) => name !== 'foreign')) {
    const { id: projectId } = await findProject(place)
    const principalId = people.maintainer.userId
    await db.role.create({ data: { projectId, principalId, role: 'maintainer' } })
  }
}

/** A publisher that all projects trust but the foreign one. */
async function trustedPublisher(): Promise<TestCaller> {
  const places = PLACES.filter((name) => name !== 'foreign')
  const projects = await Promise.all(places.map(findProject))
  const identity = { kind: 'google', email: 'builds@example.org', sub: null } as const
  const ids = projects.map(({ id }) => id)
  const secret = await trustPublisher(api, identity, ids)
  return createCaller(api, { authorization: `Bearer ${secret}` })
}

const findProject = (place: Place) =>
  api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: nameOf(place) } })

/** Rows for the parameters of operations on a project: those of more features have their lines here. */
async function thingsIn(place: Place): Promise<Things> {
  const { id: projectId } = await findProject(place)
  const webhook = await api.deps.db.webhook.create({
    data: {
      projectId,
      url: 'https://example.org/',
      secret: new Uint8Array(1),
      topics: ['file.deleted'],
      createdBy: 'owner',
      disabledAt: new Date(),
      deliveries: { create: { topic: 'file.deleted', payload: {}, nextTryAt: null } },
    },
    include: { deliveries: true },
  })
  return {
    webhook: webhook.id,
    delivery: webhook.deliveries[0]!.id,
    project: nameOf(place),
    version: '1.0',
    filename: wheels.get(place)!.filename,
    visibility: place === 'private' ? 'private' : 'public',
    status: place === 'archived' ? 'archived' : 'active',
  }
}

async function revokedToken(): Promise<TestCaller> {
  const before = await api.deps.db.apiToken.findMany({ select: { id: true } })
  const caller = await withToken(api, owner, { actions: ALL_ACTIONS })
  const where = { id: { notIn: before.map(({ id }) => id) } }
  await api.deps.db.apiToken.updateMany({ where, data: { revokedAt: new Date() } })
  return caller
}

async function makeOwned(): Promise<Things> {
  const { db } = api.deps
  const { userId } = owner
  const at = api.deps.clock.now()
  const email = (name: string, verifiedAt: Date | null) => {
    const address = `${name}@example.org`
    const data = { userId, address, addressFolded: address, isPrimary: false, verifiedAt }
    return db.emailAddress.create({ data })
  }
  const pending = await db.pendingEmail.create({
    data: { userId, address: 'pending@example.org', addressFolded: 'pending@example.org' },
  })
  const passkey = (name: string) =>
    db.passkey.create({
      data: {
        userId,
        name,
        credentialId: new TextEncoder().encode(name),
        publicKey: new Uint8Array(1),
      },
    })
  const tokenId = async (name: string) => {
    const order = {
      userId,
      name,
      actions: ['read'],
      target: 'account',
      at,
      expiresAt: null,
    } as const
    return (await withTransaction(db, (tx) => issueToken(tx, order))).token.id
  }
  const { id: projectId } = await findProject('foreign')
  const invitation = async (declinedAt: Date | null) => {
    const expiresAt = new Date(at.getTime() + 86_400_000)
    const data = { projectId, userId, role: 'maintainer', invitedBy: 'x', expiresAt } as const
    return (await db.roleInvitation.create({ data: { ...data, declinedAt } })).id
  }
  const offered = await invitation(null)
  const waiting = await db.pendingPublisher.create({
    data: {
      userId,
      projectName: 'waiting',
      normalizedName: 'waiting',
      kind: 'google',
      issuer: BUILT_IN_ISSUERS.google,
      claims: { kind: 'google', email: 'other@example.org', sub: null },
      identityKey: 'other',
      expiresAt: new Date(at.getTime() + 86_400_000),
    },
  })
  await signedIn(api, owner)
  const session = await db.session.findFirstOrThrow({ where: { userId } })
  return {
    endSession: session.id,
    resendEmail: pending.id,
    makeEmailPrimary: (await email('second', at)).id,
    removeEmail: (await email('third', at)).id,
    renamePasskey: (await passkey('one')).id,
    removePasskey: (await passkey('two')).id,
    regenerateToken: await tokenId('one'),
    revokeToken: await tokenId('two'),
    removePendingPublisher: waiting.id,
    getOwnProjectInvitation: offered,
    acceptProjectInvitation: offered,
    declineProjectInvitation: await invitation(at),
  }
}

/** Every row for every caller and, where it is about a project, every place. */
function cells(): Cell[] {
  return ENDPOINTS.flatMap((endpoint) => {
    const row = rowOf(endpoint)
    if (row === undefined) return []
    return CALLERS.flatMap((caller) =>
      (row.places ?? (['own'] as const)).map((place) => ({
        endpoint,
        row,
        caller,
        place,
        expected: expectedOf(endpoint, row, caller, place),
      })),
    )
  })
}

const isRefused = ({ expected }: Cell) => expected !== 'done' && expected !== 'passes'

async function ask({ endpoint, row, caller, place, expected }: Cell): Promise<string> {
  const { params, query, body } = row.call(things[place])
  const id = owned[endpoint.id]
  const named = { ...things[place], ...(id === undefined ? {} : { id }), ...params }
  const path = fillPath(endpoint.path, { username: 'nobody', prefix: '00000', ...named })
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
  const content = endpoint.upload ? wheels.get(place)!.bytes : undefined
  const answer = await (
    await callerOf(caller, expected)
  ).ask(
    endpoint.method,
    path + search,
    endpoint.body === undefined ? undefined : (body ?? {}),
    content && { body: content, headers: { 'content-type': UPLOAD_MEDIA_TYPE } },
  )
  return answer.status < 300 ? 'done' : answer.json<{ code: string }>().code
}

/** What people may do can end their sessions: each such call has one of its own. */
const callerOf = async (caller: CallerName, expected: Outcome): Promise<TestCaller> =>
  isPerson(caller) && (expected === 'done' || expected === 'passes')
    ? signedIn(api, people[caller])
    : callers[caller]

const isPerson = (caller: CallerName): caller is keyof typeof people => caller in people

/** Asks all of them, and names each that came out otherwise. */
async function differences(asked: readonly Cell[]): Promise<string[]> {
  const found: string[] = []
  for (const cell of asked) {
    const got = await ask(cell)
    const { endpoint, caller, place, expected } = cell
    const fits = expected === 'passes' ? !REFUSES_ACCESS.includes(got) : got === expected
    if (!fits) found.push(`${endpoint.id}, ${caller}, ${place}: expected ${expected}, got ${got}`)
  }
  return found
}

describe('who may do what', () => {
  test('every operation has a row, and every row an operation', () => {
    const missing = ENDPOINTS.filter((endpoint) => rowOf(endpoint) === undefined)
    expect(missing.map(missingRow)).toEqual([])
    expect(deadRows()).toEqual([])
  })

  test('whatever is refused by the table is refused, with its code, and nothing is done', async () => {
    const refused = cells().filter(isRefused)
    expect(refused.length).toBeGreaterThan(700)
    const before = await databaseContent(api)
    for (const caller of CALLERS) {
      expect(await differences(refused.filter((cell) => cell.caller === caller))).toEqual([])
      expect({ caller, ...(await databaseContent(api)) }).toEqual({ caller, ...before })
    }
  })

  test('whatever the table allows is not refused, or the refusals would prove nothing', async () => {
    const isLast = ({ endpoint }: Cell) => CHANGES_ROLES.includes(endpoint.id)
    const allowed = cells()
      .filter((cell) => !isRefused(cell))
      .toSorted((one, other) => Number(isLast(one)) - Number(isLast(other)))
    expect(allowed.length).toBeGreaterThan(250)
    expect(await differences(allowed)).toEqual([])
  })
})
