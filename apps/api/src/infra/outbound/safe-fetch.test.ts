import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isPublicAddress, ONLY_PUBLIC, parseOutboundAllowed } from './outbound-rules.ts'
import { safeFetch, type SafeRequest } from './safe-fetch.ts'

const LOCAL = parseOutboundAllowed('127.0.0.0/8, ::1')

let server: Server
let origin: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/away') {
      response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end()
    } else if (request.url === '/large') {
      response.end('x'.repeat(5000))
    } else if (request.url === '/slow') {
      response.write('a little')
    } else {
      request.pipe(response)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (url: string, more: Partial<SafeRequest> = {}) =>
  safeFetch(url, { allowed: LOCAL, timeoutMs: 2000, maxBytes: 1000, ...more })

const refusalOf = (url: string, more: Partial<SafeRequest> = {}) =>
  ask(url, more).then(
    () => 'none',
    (error: { reason: string }) => error.reason,
  )

test('asks what is allowed, with method, headers and body', async () => {
  const answer = await ask(`${origin}/echo`, { method: 'POST', body: 'né' })
  expect([answer.status, answer.body.toString()]).toEqual([200, 'né'])
})

test.each([
  ['an address of this machine', () => origin, 'forbidden'],
  ['a name of this machine', () => origin.replace('127.0.0.1', 'localhost'), 'forbidden'],
  ['a number that is one', () => origin.replace('127.0.0.1', '2130706433'), 'forbidden'],
  ['its IPv6 spelling', () => origin.replace('127.0.0.1', '[::ffff:127.0.0.1]'), 'forbidden'],
  ['the metadata of a cloud', () => 'https://169.254.169.254/latest/', 'forbidden'],
  ['plain http to the public', () => 'http://1.1.1.1/', 'forbidden'],
  ['another protocol', () => 'file:///etc/passwd', 'address'],
  ['credentials', () => 'https://user:word@example.org/', 'address'],
  ['no address', () => 'https://', 'address'],
])('does not ask %s', async (_what, url, reason) => {
  const before = asked.length
  expect(await refusalOf(url(), { allowed: ONLY_PUBLIC })).toBe(reason)
  expect(asked.length).toBe(before)
})

test('an allowed name may resolve to what is not public, and another may not', async () => {
  const named = origin.replace('127.0.0.1', 'LOCALHOST')
  expect((await ask(named, { allowed: parseOutboundAllowed('localhost') })).status).toBe(200)
  expect(await refusalOf(named, { allowed: parseOutboundAllowed('other') })).toBe('forbidden')
})

test('follows no redirect, and bounds size and time', async () => {
  expect((await ask(`${origin}/away`)).status).toBe(302)
  expect(await refusalOf(`${origin}/large`)).toBe('too-large')
  expect(await refusalOf(`${origin}/slow`, { timeoutMs: 100 })).toBe('timeout')
  expect(await refusalOf('http://127.0.0.1:1/')).toBe('unreachable')
})

describe('which addresses are public', () => {
  test.each([
    ['1.1.1.1', true],
    ['172.32.0.1', true],
    ['2606:4700::1111', true],
    ['::ffff:8.8.8.8', true],
    ['10.1.2.3', false],
    ['172.31.0.1', false],
    ['100.64.0.1', false],
    ['168.63.129.16', false],
    ['255.255.255.255', false],
    ['0.0.0.0', false],
    ['::', false],
    ['::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['2002:a00:1::', false],
    ['2001:0:5ef5:79fd::', false],
    ['ff02::1', false],
    ['nonsense', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })
})

test('what cannot be read as a list of networks and hosts is said', () => {
  expect(() => parseOutboundAllowed('10.0.0.0/8, 10.0.0')).toThrow('10.0.0 is neither')
  expect(() => parseOutboundAllowed('https://host')).toThrow('https://host is neither')
  expect([...parseOutboundAllowed('CI.Example.internal.,').hosts]).toEqual(['ci.example.internal'])
})
