import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail as it went over the wire: recipients of the envelope, and headers and body. */
export type Received = { recipients: string[]; message: string }

export type MailServer = { port: number; received: Received[]; close(): Promise<void> }

/** A mail server on this machine that offers no TLS; with `refusal` it takes no recipient. */
export async function openMailServer(refusal?: string): Promise<MailServer> {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => {
      if (refusal === undefined) return done()
      const [code, ...words] = refusal.split(' ')
      done(Object.assign(new Error(words.join(' ')), { responseCode: Number(code) }))
    },
    onData: (stream, { envelope }, done) => {
      void text(stream)
        .then((message) => {
          received.push({ recipients: envelope.rcptTo.map(({ address }) => address), message })
        })
        .finally(() => done())
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
