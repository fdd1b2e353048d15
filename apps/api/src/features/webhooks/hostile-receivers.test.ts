import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ONLY_PUBLIC, parseOutboundAllowed } from '../../infra/outbound/outbound-rules.ts'
import { sendMessage } from './send-message.ts'

/** What may be reached in this test, so that receivers can be hostile on this machine. */
const LOCAL = parseOutboundAllowed('127.0.0.0/8, localhost')
const MESSAGE = { headers: { 'webhook-id': 'x' }, body: '{}' }

const servers: Server[] = []
const sockets = new Set<Socket>()
/** Connections that reached something that listens here. */
let connections = 0

/** Listens, and does to each connection what `behave` says. */
async function listen(behave: (socket: Socket) => void, tls = false): Promise<number> {
  const track = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    behave(socket)
  }
  // Without a certificate a TLS server ends each handshake by itself.
  const server = tls ? createTlsServer(track) : createTcpServer(track)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const http = (text: string) => (socket: Socket) => {
  socket.once('data', () => socket.write(text))
}

let port: number
beforeAll(async () => {
  port = await listen(http('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
})

test('an address that is not public is not connected to, however it is spelled', async () => {
  const hosts = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST.',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '0177.0.0.1',
    '127.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '127.0.0.1.',
    '127。0。0。1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '[fd00:ec2::254]',
    '[fe80::1]',
  ]
  const before = connections
  const faults: string[] = []
  for (const host of hosts) {
    for (const scheme of ['http', 'https']) {
      const outcome = await sendMessage(`${scheme}://${host}:${port}/`, MESSAGE, {
        allowed: ONLY_PUBLIC,
        timeoutMs: 2000,
      })
      // A name that nothing answers to is no way either.
      const isRefused = /by https only|not on the public internet|ENOTFOUND/.test(
        outcome.error ?? '',
      )
      if (!isRefused || outcome.isDelivered) faults.push(`${scheme} ${host}: ${outcome.error}`)
    }
  }
  expect(faults).toEqual([])
  expect(connections).toBe(before)
})

const send = (to: number, scheme = 'http') =>
  sendMessage(`${scheme}://localhost:${to}/`, MESSAGE, { allowed: LOCAL, timeoutMs: 400 })

test('a receiver that is honest is believed, or the refusals would prove nothing', async () => {
  expect(await send(port)).toEqual({
    isDelivered: true,
    status: 200,
    error: null,
    response: 'ok',
  })
})

test.each<[string, (socket: Socket) => void, RegExp]>([
  [
    'sends on to the metadata of a cloud',
    http('HTTP/1.1 307 X\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n'),
    /redirects are not followed/,
  ],
  ['never answers', () => {}, /took too long/],
  [
    'answers a byte at a time',
    (socket) => {
      const timer = setInterval(() => socket.write('H'), 30)
      socket.once('close', () => clearInterval(timer))
    },
    /cannot be asked|took too long/,
  ],
  [
    'never ends its body',
    http('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n'),
    /took too long/,
  ],
  [
    'has a body without end',
    (socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        for (let sent = 0; sent < 40; sent += 1) socket.write('x'.repeat(4096))
      }),
    /more than 65536 bytes/,
  ],
  ['speaks another protocol', (socket) => socket.write('220 mail ESMTP\r\n'), /cannot be asked/],
  ['hangs up', (socket) => socket.destroy(), /cannot be asked/],
  [
    'switches protocols',
    http('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    /cannot be asked|took too long|answered 101/,
  ],
])('a receiver that %s fails, in time', async (_what, behave, error) => {
  const began = performance.now()
  const outcome = await send(await listen(behave))
  expect(outcome.isDelivered).toBe(false)
  expect(outcome.error).toMatch(error)
  expect(performance.now() - began).toBeLessThan(3000)
})

test('a receiver whose TLS cannot be trusted gets nothing', async () => {
  const plain = await send(await listen(() => {}, true), 'https')
  expect(plain).toMatchObject({ isDelivered: false, status: null })
  expect(plain.error).toMatch(/cannot be asked/)
  expect(await send(port, 'https')).toMatchObject({ isDelivered: false })
})
