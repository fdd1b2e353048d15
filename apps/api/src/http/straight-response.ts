import { ServerResponse, type IncomingMessage } from 'node:http'

/** How long a connection is kept with nothing on it, in milliseconds; clients are told. */
export const KEEP_ALIVE_MS = 65_000

/**
 * A response that can also take its bytes ready-made. Node lays out and checks the headers of every
 * answer anew, which costs more than all else that a page from memory needs (decision 18).
 */
export class StraightResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  /** Whether nothing but the answer is to be said: a client of HTTP/1.1 that stays, none before it in the line. */
  get takesBytes(): boolean {
    return (
      this.socket !== null &&
      this.shouldKeepAlive &&
      !this.headersSent &&
      this.req.httpVersionMinor === 1 &&
      this.req.httpVersionMajor === 1
    )
  }

  /**
   * Ends the response with a whole answer: a head that says `keep-alive` and how long the body is, and
   * the body. Only where `takesBytes`.
   */
  endWithBytes(head: Buffer, body?: Buffer): void {
    const { socket } = this
    if (socket === null) throw new Error('there is no connection to write to')
    // What `end` would tell the server: the connection is free for the next request.
    const finish = (error?: Error | null) => {
      if (!error) this.emit('finish')
    }
    if (body === undefined) {
      socket.write(head, finish)
      return
    }
    socket.cork()
    socket.write(head)
    socket.write(body, finish)
    socket.uncork()
  }
}

/**
 * An answer's head as bytes. Nothing in it changes but the date, so it is laid out once for each second
 * in which it is asked for. `status` is code and phrase.
 */
export class PreparedHead {
  readonly #start: string
  #second = Number.NaN
  #bytes: Buffer = Buffer.alloc(0)
  readonly #body: Buffer

  /** With a `body` the bytes are the whole answer: for those small enough to be copied each second. */
  constructor(
    status: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer = Buffer.alloc(0),
  ) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    this.#start = `HTTP/1.1 ${status}\r\n${lines.join('')}`
    this.#body = body
  }

  /** The bytes to send now. */
  bytes(): Buffer {
    const second = Math.trunc(Date.now() / 1000)
    if (second !== this.#second) {
      const date = new Date(second * 1000).toUTCString()
      const end = `Date: ${date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_MS / 1000}\r\n\r\n`
      this.#bytes = Buffer.concat([Buffer.from(this.#start + end, 'latin1'), this.#body])
      this.#second = second
    }
    return this.#bytes
  }
}
