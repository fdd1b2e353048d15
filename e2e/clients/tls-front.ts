import { request } from 'node:http'
import { createServer } from 'node:https'
import type { TestCertificate } from './make-certificate.ts'

/** Ends TLS before an index, as a server in front does. */
export async function startTlsFront(
  port: number,
  upstream: string,
  { certificate: cert, key }: TestCertificate,
): Promise<{ close(): Promise<void> }> {
  const { hostname, port: upstreamPort } = new URL(upstream)
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    const asked = request({ hostname, port: upstreamPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers)
      answer.pipe(outgoing)
    })
    asked.once('error', () => outgoing.destroy())
    incoming.pipe(asked)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
