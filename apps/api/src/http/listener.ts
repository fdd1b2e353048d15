import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'

const DRAIN_MS = 30_000
const IDLE_CHECK_MS = 50
/** In which a client that uses its connection hears, with an answer, that this one closes. */
const GOODBYE_MS = 300

export type Place = {
  /** What the names of the variables HOST and PORT begin with. */
  readonly variable: string
  readonly host: string
  readonly port: number
}

/** @throws Error with one clear line that names the variable to change. */
export function listen(server: Server, { variable, host, port }: Place): Promise<void> {
  const name = `${variable}PORT`
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`${name}: ${port} is taken by another process; set ${name} to a free one`)
          : error.code === 'EACCES'
            ? new Error(`${name}: this user may not listen on ${port}; take one above 1023`)
            : new Error(`${variable}HOST: cannot listen on ${host}:${port} (${error.message})`),
      )
    })
    server.listen({ host, port, backlog: 1024 }, resolve)
  })
}

/**
 * Takes no new connection and ends when all are closed: those with nothing on them after a moment,
 * the others with their answers, after 30 s all. Ending idle ones at once would meet requests that
 * are on their way; the answers of that moment should carry `Connection: close`.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve())
  })
  const idleFrom = performance.now() + GOODBYE_MS
  // A connection whose last answer goes out from now on is kept open by its client, with nothing on it.
  const idle = setInterval(() => {
    if (performance.now() > idleFrom) server.closeIdleConnections()
  }, IDLE_CHECK_MS)
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(force)
}
