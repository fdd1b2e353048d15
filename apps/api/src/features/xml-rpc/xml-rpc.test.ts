import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, withToken, type Person } from '../../test/callers.ts'
import { findAll, readXml, type XmlElement } from '../../test/read-xml.ts'
import { send, type Answer } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { basic, buildSdist, buildWheel, publish } from '../../test/wheels.ts'

type Value = string | number | null | Value[] | { [name: string]: Value }

function toValue(element: XmlElement): Value {
  const [only] = element.children
  switch (only!.tag) {
    case 'int':
      return Number(only!.text)
    case 'nil':
      return null
    case 'array':
      return findAll(only!, 'data', 'value').map(toValue)
    case 'struct': {
      const members = findAll(only!, 'member').map(({ children: [name, value] }) => [
        name!.text,
        toValue(value!),
      ])
      return Object.fromEntries(members) as Value
    }
    default:
      return only!.text
  }
}

const write = (value: string | number | readonly string[]): string =>
  typeof value === 'number'
    ? `<int>${value}</int>`
    : typeof value === 'string'
      ? `<string>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</string>`
      : `<array><data>${value.map((item) => `<value>${write(item)}</value>`).join('')}</data></array>`

type Parameters = readonly (string | number | readonly string[])[]

const bodyOf = (method: string, parameters: Parameters): string => {
  const params = parameters.map((value) => `<param><value>${write(value)}</value></param>`)
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params.join('')}</params></methodCall>`
}

function ask(
  api: TestApi,
  method: string,
  parameters: Parameters = [],
  headers: Record<string, string> = {},
  path = '/pypi',
): Promise<Answer> {
  return send(api.origin, {
    method: 'POST',
    path,
    headers: { 'content-type': 'text/xml', ...headers },
    body: bodyOf(method, parameters),
  })
}

function resultOf(answer: Answer): Value {
  const root = readXml(answer.text)
  const [value] = findAll(root, 'params', 'param', 'value')
  if (value === undefined) throw new Error(answer.text)
  return toValue(value)
}

function faultOf(answer: Answer): { faultCode: number; faultString: string } {
  const [value] = findAll(readXml(answer.text), 'fault', 'value')
  if (value === undefined) throw new Error(answer.text)
  return toValue(value) as { faultCode: number; faultString: string }
}

const BETA = 'Development Status :: 4 - Beta'
const TYPED = 'Typing :: Typed'

describe.each(testedDatabases())('XML-RPC on the %s database', (database) => {
  let api: TestApi
  let owner: Person
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    owner = await createPerson(api)
    const secret = await createSecret(api, owner)
    await publish(api, secret, buildWheel('First.One', '1.0', { classifiers: [BETA, TYPED] }))
    await publish(api, secret, buildSdist('First.One', '1.0'))
    await publish(api, secret, buildWheel('second', '0.1', { classifiers: [BETA] }))
    await publish(api, secret, buildWheel('unseen', '1.0', { classifiers: [BETA] }))
    const keeper = await withToken(api, owner, { actions: ['yank'] })
    await keeper.ask('PUT', '/api/v1/projects/second/releases/0.1/yank', { reason: '' })
    await api.deps.db.project.update({
      where: { normalizedName: 'unseen' },
      data: { visibility: 'private' },
    })
  })
  afterAll(() => api.close())
  const call = async (method: string, ...parameters: Parameters) =>
    resultOf(await ask(api, method, parameters))
  const lastSerial = async () =>
    Number((await api.deps.db.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial)

  test.each(['/pypi', '/pypi/', '/RPC2'])('answers at %s', async (path) => {
    const answer = await ask(api, 'changelog_last_serial', [], {}, path)
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/xml; charset=utf-8',
    ])
    expect(resultOf(answer)).toBe(await lastSerial())
  })

  test('tells what changed since a serial, nothing of private projects', async () => {
    const changes = (await call('changelog_since_serial', 0)) as Value[][]
    const shown = changes.map(([name, version, , action]) => [name, version, action])
    expect(shown).toEqual([
      ['First.One', null, 'create'],
      ['First.One', '1.0', 'new release'],
      ['First.One', '1.0', 'add py3 file first_one-1.0-py3-none-any.whl'],
      ['First.One', '1.0', 'add source file first_one-1.0.tar.gz'],
      ['second', null, 'create'],
      ['second', '0.1', 'new release'],
      ['second', '0.1', 'add py3 file second-0.1-py3-none-any.whl'],
      ['second', '0.1', 'yank release'],
    ])
    const serials = changes.map((change) => change[4] as number)
    expect(serials).toEqual(serials.toSorted((left, right) => left - right))
    expect(Math.abs((changes[0]![2] as number) - Date.now() / 1000)).toBeLessThan(3600)
    expect(await call('changelog_since_serial', serials.at(-2)!)).toEqual([changes.at(-1)])
    expect(await call('changelog_since_serial', await lastSerial())).toEqual([])
  })

  test('goes through the journal in runs, up to fifty thousand rows', async () => {
    const { db } = api.deps
    const from = await lastSerial()
    // By the database itself: as many rows of Prisma's would hold this process for seconds.
    await db.$executeRaw`
      INSERT INTO journal (serial, project_name, action, version, actor)
      SELECT ${from} + n, 'second', 'add release', '0.1', 'test' FROM generate_series(1, 12000) AS n`
    const changes = (await call('changelog_since_serial', from)) as Value[][]
    expect(changes).toHaveLength(12_000)
    expect(changes.map((change) => change[4])).toEqual(
      changes.map((_change, index) => from + 1 + index),
    )
    await db.journalEntry.deleteMany({ where: { serial: { gt: BigInt(from) } } })
  })

  test('lists the projects with their serials', async () => {
    const serials = await call('list_packages_with_serial')
    const projects = await api.deps.db.project.findMany({ where: { visibility: 'public' } })
    expect(serials).toEqual(
      Object.fromEntries(projects.map(({ name, serial }) => [name, Number(serial)])),
    )
    expect(Object.keys(serials as object).toSorted()).toEqual(['First.One', 'second'])
  })

  test('knows who has a role, in public projects only', async () => {
    const mine = [['Owner', owner.username]]
    expect(await call('package_roles', 'first_one')).toEqual(mine)
    for (const name of ['unseen', 'absent', '-x', '']) {
      expect(await call('package_roles', name)).toEqual([])
    }
    const projects = [
      ['Owner', 'First.One'],
      ['Owner', 'second'],
    ]
    expect(await call('user_packages', owner.username)).toEqual(projects)
    expect(await call('user_packages', owner.username.toUpperCase())).toEqual(projects)
    expect(await call('user_packages', 'nobody')).toEqual([])
  })

  test('finds releases by all of the classifiers asked for', async () => {
    expect(await call('browse', [BETA])).toEqual([
      ['First.One', '1.0'],
      ['second', '0.1'],
    ])
    expect(await call('browse', [BETA, TYPED])).toEqual([['First.One', '1.0']])
    for (const classifiers of [[], ['Nothing :: "Such'], [BETA, 'Nothing']]) {
      expect(await call('browse', classifiers)).toEqual([])
    }
  })

  test.each([
    'search',
    'list_packages',
    'package_releases',
    'release_urls',
    'release_data',
    'changelog',
    'package_data',
    'package_urls',
    'top_packages',
    'system.multicall',
  ])('says that %s is not answered any more', async (method) => {
    const answer = await ask(api, method, ['x'])
    expect(answer.status).toBe(200)
    expect(faultOf(answer)).toEqual({
      faultCode: -32_500,
      faultString: expect.stringMatching(/^RuntimeError: .*not answered any more/),
    })
  })

  test.each(['nothing', 'toString', '__proto__', 'constructor', 'system.listMethods'])(
    'does not know %s',
    async (method) => {
      expect(faultOf(await ask(api, method))).toEqual({
        faultCode: -32_601,
        faultString: expect.stringMatching(/method not found/),
      })
    },
  )

  test.each([
    ['changelog_last_serial', [1]],
    ['changelog_since_serial', []],
    ['changelog_since_serial', ['1']],
    ['changelog_since_serial', [1, 2]],
    ['package_roles', [1]],
    ['browse', [BETA]],
    ['user_packages', [['a']]],
  ])('refuses %s with %j', async (method, parameters) => {
    expect(faultOf(await ask(api, method, parameters))).toEqual({
      faultCode: -32_602,
      faultString: expect.stringMatching(/^client error; /),
    })
  })

  test('refuses what is no call and what is too large', async () => {
    const post = (body: string, type = 'text/xml') =>
      send(api.origin, { method: 'POST', path: '/pypi', headers: { 'content-type': type }, body })
    const entities = '<!DOCTYPE a [<!ENTITY x "y">]>'
    for (const body of ['', 'x', `${entities}${bodyOf('changelog_last_serial', [])}`]) {
      expect(faultOf(await post(body)).faultCode).toBe(-32_700)
    }
    expect((await post(`<a>${'x'.repeat(70_000)}</a>`)).status).toBe(413)
    expect((await post(bodyOf('changelog_last_serial', []), 'application/json')).status).toBe(410)
    expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(410)
    const seen = await send(api.origin, { path: '/RPC2', headers: { accept: 'text/html' } })
    expect([seen.status, seen.headers.allow]).toEqual([405, 'POST'])
    const json = { 'content-type': 'application/json' }
    const wrong = await send(api.origin, { method: 'POST', path: '/RPC2', headers: json, body: '' })
    expect(wrong.status).toBe(415)
  })

  test('packs long answers for those who can unpack them', async () => {
    const plain = await ask(api, 'list_packages_with_serial')
    const packed = await ask(api, 'list_packages_with_serial', [], { 'accept-encoding': 'gzip' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.text)
  })
})

test('XML-RPC is limited by address', async () => {
  const api = await startTestApi({ LIMIT_XML_RPC_PER_HOUR: '3' })
  try {
    for (let n = 0; n < 3; n += 1) expect(resultOf(await ask(api, 'changelog_last_serial'))).toBe(0)
    const { faultCode, faultString } = faultOf(await ask(api, 'changelog_last_serial'))
    expect([faultCode, faultString]).toEqual([
      -32_500,
      expect.stringMatching(/^HTTPTooManyRequests: .*\d+ seconds/),
    ])
  } finally {
    await api.close()
  }
})

test('XML-RPC of a private index is for people and tokens that read all of it', async () => {
  const api = await startTestApi({ PRIVATE_INDEX: 'true' })
  try {
    const owner = await createPerson(api)
    const all = await createSecret(api, owner)
    await publish(api, all, buildWheel('inside', '1.0'))
    const narrow = await createSecret(api, owner, { actions: ['read'], projects: ['inside'] })
    const list = (secret?: string) =>
      ask(
        api,
        'list_packages_with_serial',
        [],
        secret === undefined ? {} : { authorization: basic(secret) },
      )
    expect((await list()).status).toBe(401)
    expect((await list(narrow)).status).toBe(403)
    const answer = await list(all)
    expect(resultOf(answer)).toEqual({ inside: expect.any(Number) })
    expect(answer.headers['cache-control']).toBe('private, no-store')
  } finally {
    await api.close()
  }
})
