import { lookup } from 'node:dns'
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isAllowed, mayConnect, type OutboundAllowed } from './outbound-rules.ts'

export type SafeRequest = {
  readonly allowed: OutboundAllowed
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds for all of it: name, connection, answer. */
  readonly timeoutMs: number
  /** Bytes that the answer's body may have. */
  readonly maxBytes: number
}

export type SafeAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Why a request was not made, or its answer not taken: `reason` is for programs, the text for people. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly reason: 'address' | 'forbidden' | 'unreachable' | 'timeout' | 'too-large'

  constructor(reason: OutboundError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/**
 * Asks an address that somebody else chose (server-side request forgery: whoever names an address
 * must not reach what only this machine can). Each address that the name resolves to must be public
 * or allowed by the operator, and the connection goes to one that was looked at, so that a second
 * answer of the name server changes nothing. Unencrypted only to what the operator allowed. No proxy,
 * no redirects (a 3xx is an answer like others), no connection that is used twice; time and size are
 * bounded.
 * @throws OutboundError
 */
export async function safeFetch(address: string | URL, options: SafeRequest): Promise<SafeAnswer> {
  const url = readAddress(address)
  const signal = AbortSignal.timeout(options.timeoutMs)
  try {
    const response = await send(url, options, signal)
    const body = await readBody(response, options.maxBytes)
    return { status: response.statusCode ?? 0, headers: response.headers, body }
  } catch (error) {
    throw describe(url, error, signal.aborted)
  }
}

function readAddress(address: string | URL): URL {
  const url = URL.parse(address)
  if (url === null) throw new OutboundError('address', 'this is no address')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutboundError('address', `${url.protocol} addresses are not asked`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError('address', 'an address with credentials is not asked')
  }
  return url
}

function send(url: URL, options: SafeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { allowed, method = 'GET', headers = {}, body } = options
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isPlain = url.protocol === 'http:'
  // A literal address is never looked up.
  if (isIP(host) !== 0) refuseForbidden(host, host, allowed, isPlain)
  const request = isPlain ? requestHttp : requestHttps
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent: false,
        signal,
        lookup: checkedLookup(host, allowed, isPlain),
        headers: {
          'User-Agent': 'Wheelhouse',
          'Accept-Encoding': 'identity',
          ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      resolve,
    )
    outgoing.on('error', reject)
    // Nobody asked for another protocol: Node tells of such an answer by this alone.
    outgoing.on('upgrade', (_response, socket) => {
      socket.destroy()
      reject(new Error('the answer switches protocols'))
    })
    outgoing.on('close', () => reject(new Error('closed without an answer')))
    outgoing.end(body)
  })
}

/** Resolves a name and refuses it whole when one of its addresses is not to be reached. */
function checkedLookup(host: string, allowed: OutboundAllowed, isPlain: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, [])
      try {
        for (const { address } of addresses) refuseForbidden(host, address, allowed, isPlain)
      } catch (refusal) {
        return callback(refusal as NodeJS.ErrnoException, [])
      }
      const [first] = addresses
      if (options.all === true || first === undefined) return callback(null, addresses)
      return callback(null, first.address, first.family)
    })
  }
}

function refuseForbidden(
  host: string,
  address: string,
  allowed: OutboundAllowed,
  isPlain: boolean,
): void {
  if (isPlain && !isAllowed(host, address, allowed)) {
    throw new OutboundError('forbidden', `${host} is asked by https only`)
  }
  if (mayConnect(host, address, allowed)) return
  // The address is not told: whoever named the host may learn from it what is inside.
  throw new OutboundError('forbidden', `${host} is not on the public internet`)
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      response.destroy()
      throw new OutboundError('too-large', `the answer has more than ${maxBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function describe(url: URL, error: unknown, isLate: boolean): OutboundError {
  if (error instanceof OutboundError) return error
  if (isLate) return new OutboundError('timeout', `${url.host} took too long to answer`, error)
  const { code } = error as NodeJS.ErrnoException
  return new OutboundError(
    'unreachable',
    `${url.host} cannot be asked (${code ?? 'no answer'})`,
    error,
  )
}
