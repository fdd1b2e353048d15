import { expect } from '@jest/globals'
import {
  createToken,
  ENDPOINTS,
  getAccount,
  getSite,
  registerAccount,
  signIn,
  TOKEN_ACTIONS,
  type Endpoint,
} from '@wheelhouse/shared-types'
import type { Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import { sampleOf } from '../samples.ts'
import { PASSWORD } from '../world.ts'

const FOREIGN = ['https://evil.example', 'null', 'http://localhost.evil.example']
const NO_TOKEN = `wh_${'A'.repeat(49)}`

type Row = [shows: Case['shows'], name: string, run: Case['run']]

/** Who may call, for each operation that needs somebody. */
function sessionRows(endpoint: Endpoint): Row[] {
  const call = toRaw(endpoint, sampleOf(endpoint))
  const rows: Row[] = [
    [
      'not_authenticated',
      'refuses a visitor, before it looks at the rest of the call',
      async (world) => {
        expectProblem(await world.visitor().send(call), 'not_authenticated')
        const cookie = (await world.anyone()).cookies().replace(/.{8}$/, 'AAAAAAAA')
        expectProblem(
          await world.visitor().send({ ...call, headers: { cookie } }),
          'not_authenticated',
        )
        if (typeof call.body !== 'string') return
        expectProblem(await world.visitor().send({ ...call, body: '{}' }), 'not_authenticated')
      },
    ],
    [
      'ambiguous_credentials',
      'refuses a session and a token together',
      async (world) => {
        const person = await world.anyone()
        const headers = { authorization: `Bearer ${NO_TOKEN}` }
        expectProblem(await person.send({ ...call, headers }), 'ambiguous_credentials')
      },
    ],
  ]
  return endpoint.method === 'GET' ? rows : [...rows, ...crossSiteRows(endpoint)]
}

/** An unsafe call with a cookie must show that it comes from our pages. */
function crossSiteRows(endpoint: Endpoint): Row[] {
  const call = toRaw(endpoint, sampleOf(endpoint))
  return [
    [
      'cross_site',
      'refuses other sites, and a call that does not say where it is from',
      async (world) => {
        const person = await world.anyone()
        for (const origin of FOREIGN) {
          expectProblem(await person.send({ ...call, headers: { origin } }), 'cross_site')
        }
        expectProblem(await person.send({ ...call, without: ['origin'] }), 'cross_site')
        for (const site of ['cross-site', 'same-site', 'none']) {
          const headers = { 'sec-fetch-site': site }
          expectProblem(await person.send({ ...call, headers, without: ['origin'] }), 'cross_site')
        }
        await person.ok(getAccount, {})
      },
    ],
  ]
}

/** A session whose owner was last asked long ago is asked again, before the rest is looked at. */
function freshRow(endpoint: Endpoint): Row {
  const call = toRaw(endpoint, sampleOf(endpoint))
  return [
    'reauthentication_required',
    'asks a session of long ago who it is',
    async (world) => {
      const person = await world.person()
      await world.target.ageSessions(person.username)
      expectProblem(await person.send(call), 'reauthentication_required')
      if (typeof call.body !== 'string') return
      expectProblem(await person.send({ ...call, body: '{}' }), 'reauthentication_required')
    },
  ]
}

/** Where people alone may call, a good token is refused too. */
function noTokenRow(endpoint: Endpoint): Row {
  const call = toRaw(endpoint, sampleOf(endpoint))
  return [
    'forbidden',
    'refuses a token: this takes a person',
    async (world) => {
      const person = await world.anyone()
      const body = {
        name: world.unique('any'),
        scope: { kind: 'account' as const },
        actions: [...TOKEN_ACTIONS],
      }
      const { secret } = await person.ok(createToken, { body })
      const headers = { authorization: `Bearer ${secret}` }
      expectProblem(await world.visitor().send({ ...call, headers }), 'forbidden')
    },
  ]
}

/** A token that is none is told so wherever tokens are taken. */
function tokenRow(endpoint: Endpoint): Row {
  const call = toRaw(endpoint, sampleOf(endpoint))
  return [
    'token_invalid',
    'refuses a token that is none',
    async (world) => {
      for (const authorization of [`Bearer ${NO_TOKEN}`, 'Bearer x']) {
        const headers = { authorization }
        expectProblem(await world.visitor().send({ ...call, headers }), 'token_invalid')
      }
    },
  ]
}

const bySession = ENDPOINTS.flatMap((endpoint) => {
  if (endpoint.auth !== 'session') return []
  const rows = [
    ...sessionRows(endpoint),
    tokenRow(endpoint),
    ...(endpoint.fresh ? [freshRow(endpoint)] : []),
    ...(endpoint.token === undefined ? [noTokenRow(endpoint)] : []),
  ]
  return rows.map(([shows, name, run]) => ({ operation: endpoint, shows, name, run }))
})

/** Rules of the transport that belong to no single operation. */
const transport: readonly Case[] = [
  {
    operation: signIn,
    shows: 'cross_site',
    name: 'signs nobody in for another site',
    run: async (world) => {
      const { username: login } = await world.signUp()
      const visitor = world.visitor()
      const call = toRaw(signIn, { body: { login, password: PASSWORD } })
      for (const origin of FOREIGN) {
        expectProblem(await visitor.send({ ...call, headers: { origin } }), 'cross_site')
      }
      expect(visitor.cookies()).toBe('')
    },
  },
  {
    operation: signIn,
    shows: 'success',
    name: 'takes Sec-Fetch-Site for a missing Origin',
    run: async (world) => {
      const { username: login } = await world.signUp()
      const visitor = world.visitor()
      const call = toRaw(signIn, { body: { login, password: PASSWORD } })
      const headers = { 'sec-fetch-site': 'same-origin' }
      const answer = await visitor.send({ ...call, headers, without: ['origin'] })
      expect(answer.status).toBe(201)
    },
  },
  {
    operation: registerAccount,
    shows: 'body_too_large',
    name: 'refuses a body that is larger than any call needs',
    run: async (world) => {
      const call = toRaw(registerAccount, { body: { name: 'x'.repeat(2_000_000) } })
      expectProblem(await world.visitor().send(call), 'body_too_large')
    },
  },
  {
    operation: getSite,
    shows: 'not_found',
    name: 'has a problem for addresses that are none',
    run: async (world) => {
      for (const path of ['/api/v1/nothing', '/api/v1/site/x', '/api/v2/site', '/api/']) {
        expectProblem(await world.visitor().send({ method: 'GET', path }), 'not_found')
      }
    },
  },
  {
    operation: getSite,
    shows: 'method_not_allowed',
    name: 'has a problem for methods that an address does not take',
    run: async (world) => {
      const call = { method: 'PATCH', path: getSite.path, body: '{}' }
      expectProblem(await world.visitor().send(call), 'method_not_allowed')
    },
  },
  {
    operation: getAccount,
    shows: 'success',
    name: 'keeps answers out of every cache',
    run: async (world) => {
      const person = await world.anyone()
      const answer = await person.ask(getAccount, {})
      expect(answer.headers.get('cache-control')).toContain('no-store')
      expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/)
      const refused = await world.visitor().ask(getAccount, {})
      expect(refused.headers.get('cache-control')).toContain('no-store')
    },
  },
]

export const callerCases: readonly Case[] = [...bySession, ...transport]
