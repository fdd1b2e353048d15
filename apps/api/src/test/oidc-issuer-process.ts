import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose'

/**
 * An OpenID Connect issuer as a process of its own, for tests: discovery and keys over HTTP for any
 * number of issuers, told apart by the first part of the path; orders come by IPC (`oidc-issuer.ts`).
 * Its tokens can be as wrong as a test wants them.
 */
export type Order =
  | { op: 'issue'; name: string; issuer: string }
  | { op: 'sign'; name: string; claims: object; header?: object; how?: Signing }
  | { op: 'rotate'; name: string }
  | { op: 'behave'; name: string; as: Behaviour }
  | { op: 'asked'; name: string }
  /** What `/<name>/actions` signs for a runner, as GitHub's does. */
  | { op: 'run'; name: string; claims: object; bearer: string }

/** `secret`: HMAC keyed by the public key; `stranger`: a key that is not published, under the same kid. */
export type Signing = 'good' | 'ec' | 'none' | 'secret' | 'stranger' | 'tampered'
export type Behaviour = 'good' | 'away' | 'redirect' | 'huge' | 'other-issuer' | 'no-json' | 'weak'

type Keys = { kid: string; rsa: CryptoKeyPair; ec: CryptoKeyPair }
type CryptoKeyPair = Awaited<ReturnType<typeof generateKeyPair>>
type Issuer = {
  issuer: string
  keys: Keys
  as: Behaviour
  asked: number
  run?: { claims: object; bearer: string }
}

const issuers = new Map<string, Issuer>()
const stranger = await generateKeyPair('RS256', { extractable: true })
let made = 0

async function makeKeys(): Promise<Keys> {
  made += 1
  const [rsa, ec] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ])
  return { kid: `key-${made}`, rsa, ec }
}

async function published({ keys, as }: Issuer): Promise<JWK[]> {
  const rsa = await exportJWK(keys.rsa.publicKey)
  const ec = await exportJWK(keys.ec.publicKey)
  const weak = { kty: 'RSA', n: Buffer.alloc(96, 7).toString('base64url'), e: 'AQAB' }
  return [
    { kid: 'not-ours', kty: 'oct', k: 'c2VjcmV0' },
    { ...(as === 'weak' ? weak : rsa), kid: keys.kid, alg: 'RS256', use: 'sig' },
    { ...ec, kid: keys.kid, use: 'sig' },
  ]
}

const server = createServer((request, response) => {
  void answer(request, response)
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://issuer')
  const [, name = '', ...rest] = url.pathname.split('/')
  const one = issuers.get(name)
  const json = (body: unknown) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  if (one === undefined) return void response.writeHead(404).end()
  const path = rest.join('/')
  if (path === 'actions') {
    const [scheme, ...bearer] = (request.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || bearer.join(' ') !== one.run?.bearer) {
      return void response.writeHead(401).end()
    }
    const aud = url.searchParams.get('audience')
    return void json({ value: await sign(one, { ...one.run?.claims, aud }, {}, 'good') })
  }
  if (path === '.well-known/openid-configuration') one.asked += 1
  if (one.as === 'away') return void response.writeHead(503).end()
  if (one.as === 'redirect')
    return void response.writeHead(302, { location: `/${name}/jwks` }).end()
  if (one.as === 'huge') return void response.end(`{"keys":[],"x":"${'x'.repeat(400_000)}"}`)
  if (one.as === 'no-json') return void response.end('<html>')
  if (path === '.well-known/openid-configuration') {
    const issuer = one.as === 'other-issuer' ? 'https://evil.example' : one.issuer
    return void json({ issuer, jwks_uri: `${one.issuer}/jwks` })
  }
  if (path === 'jwks') return void json({ keys: await published(one) })
  response.writeHead(404).end()
}

async function sign(one: Issuer, claims: object, header: object, how: Signing): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  made += 1
  const all = { iss: one.issuer, iat: now, exp: now + 300, jti: `run-${made}`, ...claims }
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
  if (how === 'none') return new UnsecuredJWT(payload).encode()
  const alg = how === 'ec' ? 'ES256' : how === 'secret' ? 'HS256' : 'RS256'
  const key =
    how === 'ec'
      ? one.keys.ec.privateKey
      : how === 'stranger'
        ? stranger.privateKey
        : how === 'secret'
          ? await importJWK(
              { kty: 'oct', k: (await exportJWK(one.keys.rsa.publicKey)).n! },
              'HS256',
            )
          : one.keys.rsa.privateKey
  const headers = { alg, kid: one.keys.kid, typ: 'JWT', ...header }
  const token = await new SignJWT(payload)
    .setProtectedHeader(
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)) as never,
    )
    .sign(key)
  if (how !== 'tampered') return token
  const [head, , signature] = token.split('.')
  const changed = Buffer.from(JSON.stringify({ ...payload, extra: 1 })).toString('base64url')
  return `${head}.${changed}.${signature}`
}

async function obey(order: Order): Promise<unknown> {
  if (order.op === 'issue') {
    const issuer = order.issuer.replace('{origin}', origin())
    issuers.set(order.name, { issuer, keys: await makeKeys(), as: 'good', asked: 0 })
    return issuer
  }
  const one = issuers.get(order.name)
  if (one === undefined) throw new Error(`no issuer ${order.name}`)
  switch (order.op) {
    case 'sign':
      return sign(one, order.claims, order.header ?? {}, order.how ?? 'good')
    case 'rotate':
      one.keys = await makeKeys()
      return one.keys.kid
    case 'behave':
      one.as = order.as
      return null
    case 'asked':
      return one.asked
    case 'run':
      one.run = { claims: order.claims, bearer: order.bearer }
      return `${origin()}/${order.name}/actions`
  }
}

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
// Whoever started it went away.
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send?.({ id: 0, result: origin() }))
