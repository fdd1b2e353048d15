import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a database server that can be cut, blocked or slowed down. */
export type DatabaseProxy = {
  readonly url: string
  /** Breaks all connections and takes no new ones. */
  refuse(): Promise<void>
  /** Lets nothing through and says nothing of it, on old connections and new ones. */
  swallow(): void
  /** Lets every packet come later, in each direction (milliseconds). */
  slow(by: number): void
  /** As at the start; what was swallowed arrives now, as it would by TCP's own repetitions. */
  allow(): Promise<void>
  /**
   * Breaks the next connection that sends `statement`: before it reaches the server, or when the
   * server has answered, without the answer.
   */
  cutAt(statement: string, when: 'before' | 'after'): void
  /** Connections at this moment. */
  connections(): number
  close(): Promise<void>
}

type Cut = { statement: string; when: 'before' | 'after' }

export async function startDatabaseProxy(serverUrl: string): Promise<DatabaseProxy> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let cut: Cut | undefined
  let delay = 0
  let kept: (() => void)[] | undefined

  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const pass = (to: Socket, data: Buffer | string) => {
    const write = () => {
      if (!to.destroyed) to.write(data)
    }
    if (kept !== undefined) kept.push(write)
    else if (delay > 0) setTimeout(write, delay)
    else write()
  }
  const join = (client: Socket) => {
    const database = connect(Number(target.port), target.hostname)
    keep(client, database)
    keep(database, client)
    let swallow = false
    client.on('data', (data) => {
      if (cut !== undefined && data.includes(cut.statement)) {
        const { when } = cut
        cut = undefined
        if (when === 'before') {
          client.destroy()
          return
        }
        swallow = true
      }
      pass(database, data)
    })
    database.on('data', (data) => {
      if (swallow) client.destroy()
      else pass(client, data)
    })
  }
  let server: Server = createServer(join)
  const port = await listen(server, 0)
  const refuse = async () => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const url = new URL(serverUrl)
  url.port = String(port)
  return {
    url: url.href,
    refuse,
    swallow: () => {
      kept ??= []
    },
    slow: (by) => {
      delay = by
    },
    allow: async () => {
      const arriving = kept ?? []
      kept = undefined
      delay = 0
      for (const write of arriving) write()
      if (server.listening) return
      server = createServer(join)
      await listen(server, port)
    },
    cutAt: (statement, when) => {
      cut = { statement, when }
    },
    connections: () => sockets.size / 2,
    close: refuse,
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
}
