import { afterEach, describe, expect, test } from '@jest/globals'
import { openMailServer, type Received } from '../../test/mail-server.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part.close()
})

const startMailServer = async (refusal?: string) => {
  const server = await openMailServer(refusal)
  opened.push(server)
  return server
}

async function startApi(smtpUrl: string): Promise<TestApi> {
  const api = await startTestApi({ SMTP_URL: smtpUrl })
  opened.push(api)
  return api
}

async function register(api: TestApi): Promise<void> {
  const response = await fetch(`${api.origin}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.origin },
    body: JSON.stringify({
      username: 'jane',
      email: 'jane@example.org',
      password: 'correct horse battery staple',
    }),
  })
  expect(response.status).toBe(202)
  await api.deps.outbox.flush()
}

describe('mail by SMTP', () => {
  test('a registration arrives with one recipient and a link to the public address', async () => {
    const { port, received } = await startMailServer()
    const api = await startApi(`smtp://localhost:${port}`)
    await register(api)
    expect(received).toHaveLength(1)
    const [mail] = received as [Received]
    expect(mail.recipients).toEqual(['jane@example.org'])
    const headers = mail.message.split('\r\n\r\n', 1)[0]!
    expect(headers.match(/^To: .*$/gm)).toEqual(['To: jane@example.org'])
    expect(headers).toMatch(/^Subject: Verify your e-mail address$/m)
    const body = mail.message.replaceAll('=\r\n', '')
    expect(body).toContain(`${api.origin}/verify-email?token=`)
    // As HTML too, its address a link.
    expect(headers).toMatch(/^Content-Type: multipart\/alternative;/m)
    expect(body).toContain(`<a href=3D"${api.origin}/verify-email?token=3D`)
    const site = (await (await fetch(`${api.origin}/api/v1/site`)).json()) as object
    expect(site).toMatchObject({ devMailboxUrl: null, registration: 'open' })
    expect((await fetch(`${api.origin}/dev/mail`)).status).toBe(404)
  })

  test('a server elsewhere that offers no TLS gets no mail; it waits in the outbox with the reason', async () => {
    const { port, received } = await startMailServer()
    // This machine by a name that does not look like it.
    const api = await startApi(`smtp://2130706433:${port}`)
    await register(api)
    expect(received).toEqual([])
    const [mail] = await api.deps.db.outboxMail.findMany()
    expect(mail).toMatchObject({ sentAt: null, attempts: 1 })
    expect(mail!.lastError).toMatch(/TLS/i)
    expect(mail!.nextTryAt.getTime()).toBeGreaterThan(api.clock.now().getTime())
    const { text } = await api.deps.metrics.print()
    expect(text).toContain('wheelhouse_mails_total{outcome="failed"} 1')
  })

  test.each<[string, boolean]>([
    ['550 5.1.1 No such user', true],
    ['550 No such user', true],
    ['554 5.7.1 Relay access denied', false],
    ['552 5.2.2 Mailbox full', false],
    ['450 4.2.1 Try again later', false],
  ])('a server that says %s', async (refusal, isGone) => {
    const { port } = await startMailServer(refusal)
    const api = await startApi(`smtp://127.0.0.1:${port}`)
    await register(api)
    const [mail] = await api.deps.db.outboxMail.findMany()
    expect(mail!.lastError).toContain(refusal)
    // Given up at once, or tried again.
    expect(mail!.sentAt !== null).toBe(isGone)
    const [email] = await api.deps.db.emailAddress.findMany()
    expect(email).toMatchObject({ bounce: isGone ? 'hard' : null })
    expect(await api.deps.db.event.count({ where: { kind: 'email-bounced' } })).toBe(Number(isGone))
  })
})
