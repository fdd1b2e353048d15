import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http'
import { connect, type Socket } from 'node:net'

export type Answer = {
  readonly status: number
  readonly statusText: string
  readonly headers: IncomingHttpHeaders
  /** As they came over the wire: nothing decoded. */
  readonly bytes: Buffer
  readonly text: string
  json<Body = Record<string, unknown>>(): Body
}

export type Call = {
  readonly method?: string
  /** Path and query as they stand in the request line. */
  readonly path: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
}

/** One request on a connection of its own; the path goes out as it is and the body comes as it is. */
export function send(origin: string, call: Call): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const { method = 'GET', path, body } = call
  // Node announces no body of a DELETE by itself.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  const headers = { ...length, ...call.headers }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({
            status: response.statusCode!,
            statusText: response.statusMessage!,
            headers: response.headers,
            bytes,
            text: bytes.toString(),
            json: () => JSON.parse(bytes.toString()),
          })
        })
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}

export type RawExchange = {
  readonly socket: Socket
  /** What has come so far, as Latin-1. */
  received(): string
  /** Resolves when the other end has closed (or broken) the connection. */
  readonly closed: Promise<void>
  /** Resolves once `text` has come. @throws Error when the connection closes before. */
  until(text: string): Promise<void>
}

/** A bare connection, for requests that no HTTP client would send. */
export async function openSocket(origin: string): Promise<RawExchange> {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port) })
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let received = ''
  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {
    socket,
    received: () => received,
    closed,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!received.includes(text)) return
          socket.off('data', look)
          resolve()
        }
        socket.on('data', look)
        void closed.then(() => reject(new Error(`closed before ${text}: ${received}`)))
        look()
      }),
  }
}

/** Writes `text` on a connection of its own and returns all that comes back until it closes. */
export async function exchange(origin: string, text: string | Uint8Array): Promise<string> {
  const raw = await openSocket(origin)
  raw.socket.write(text)
  await raw.closed
  return raw.received()
}
