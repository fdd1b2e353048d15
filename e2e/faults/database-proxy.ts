import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a database server that can be cut. */
export type DatabaseProxy = {
  readonly url: string
  /** Breaks all connections and takes no new ones. */
  refuse(): Promise<void>
  allow(): Promise<void>
  /**
   * Breaks the next connection that sends `statement`: before it reaches the server, or when the
   * server has answered, without the answer.
   */
  cutAt(statement: string, when: 'before' | 'after'): void
  close(): Promise<void>
}

type Cut = { statement: string; when: 'before' | 'after' }

export async function startDatabaseProxy(serverUrl: string): Promise<DatabaseProxy> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let cut: Cut | undefined

  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
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
      database.write(data)
    })
    database.on('data', (data) => {
      if (swallow) client.destroy()
      else client.write(data)
    })
  }
  let server: Server = createServer(join)
  const port = await listen(server, 0)
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  const url = new URL(serverUrl)
  url.port = String(port)
  return {
    url: url.href,
    refuse,
    allow: async () => {
      server = createServer(join)
      await listen(server, port)
    },
    cutAt: (statement, when) => {
      cut = { statement, when }
    },
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
