import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RecordedRequest = {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly range: string | undefined
  /** Whether it carried credentials. */
  readonly isSigned: boolean
}

/** An access log that sees every request, in front of an index: it logs no page from its memory. */
export type RecordingProxy = {
  readonly origin: string
  readonly requests: RecordedRequest[]
  /** Where the index is. */
  to(origin: string): void
  /** From now on no page says that metadata files exist, and there are none. */
  hideMetadata(): void
  close(): Promise<void>
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = []
  let target: URL | undefined
  let isHiding = false
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const record = (status: number) => {
      const isSigned = headers.authorization !== undefined
      requests.push({ method, path: url, status, range: headers.range, isSigned })
    }
    if (target === undefined || (isHiding && url.endsWith('.metadata'))) {
      record(404)
      outgoing.writeHead(404).end()
      return
    }
    const isPage = url.startsWith('/simple/')
    // The index knows itself by one name; a page that is changed here must come as it is.
    const changed = isHiding && isPage ? { 'accept-encoding': 'identity' } : {}
    const sent = { ...headers, ...changed, host: target.host }
    const onward = httpRequest(
      { hostname: target.hostname, port: target.port, method, path: url, headers: sent },
      (answer) => {
        record(answer.statusCode!)
        if (isHiding && isPage && method === 'GET') {
          void readAll(answer).then((text) => {
            const { 'content-length': _length, ...rest } = answer.headers
            outgoing.writeHead(answer.statusCode!, rest).end(withoutMetadata(text))
          })
          return
        }
        outgoing.writeHead(answer.statusCode!, answer.statusMessage, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.once('error', () => outgoing.destroy())
    outgoing.once('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    to: (origin) => {
      target = new URL(origin)
    },
    hideMetadata: () => {
      isHiding = true
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** A page in either form, without what it says of metadata files. */
function withoutMetadata(text: string): string {
  return text
    .replace(/"(data-dist-info|core)-metadata":\{"sha256":"[0-9a-f]{64}"\}/g, '"$1-metadata":false')
    .replace(/ data-(dist-info|core)-metadata="[^"]*"/g, '')
}
