import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, signedIn, type Person } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import type { MailEvent } from './apply-mail-event.ts'

const PATH = '/_/mail-events'
const SECRET = 'what the carrier of our mail was told'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ MAIL_EVENTS_SECRET: SECRET })
})
afterAll(() => api.close())

const post = (body: string | Uint8Array, authorization = `Bearer ${SECRET}`) =>
  send(api.origin, { method: 'POST', path: PATH, body, headers: { authorization } })
const tell = async (told: unknown) => {
  const answer = await post(JSON.stringify(told))
  expect([answer.status, answer.text]).toEqual([204, ''])
}
const event = (kind: MailEvent['kind'], { email }: { email: string }) => [{ kind, address: email }]
const stateOf = async (email: string) => {
  const { verifiedAt, isPublic, bounce, softBounces } =
    await api.deps.db.emailAddress.findUniqueOrThrow({ where: { addressFolded: email } })
  return { verified: verifiedAt !== null, isPublic, bounce, softBounces }
}
const addVerified = async ({ userId }: Person, address: string) =>
  api.deps.db.emailAddress.create({
    data: {
      userId,
      address,
      addressFolded: address,
      isPrimary: false,
      verifiedAt: new Date(),
      isPublic: true,
    },
  })
const mailsTo = async (address: string) => (await api.mails()).filter(({ to }) => to === address)

describe('the door for mail events', () => {
  test.each<[string, string, string | undefined, number]>([
    ['without the secret', '[]', '', 401],
    ['with another one', '[]', `Bearer ${SECRET}x`, 401],
    ['with it in another scheme', '[]', `Basic ${SECRET}`, 401],
    ['with nothing', '', undefined, 400],
    ['with what is no JSON', 'nonsense', undefined, 400],
    ['with null', 'null', undefined, 400],
    ['with an object of nobody', '{"kind":"hard-bounce"}', undefined, 400],
    ['with an unknown kind', '[{"kind":"bounce","address":"a@b.c"}]', undefined, 400],
    ['with no address', '[{"kind":"hard-bounce"}]', undefined, 400],
    [
      'with a bounce of no kind',
      '{"eventType":"Bounce","bounce":{"bouncedRecipients":[]}}',
      undefined,
      400,
    ],
    [
      'with too many',
      JSON.stringify(Array.from({ length: 1001 }, () => ({ kind: 'delivered', address: 'a@b.c' }))),
      undefined,
      400,
    ],
    ['with too much', `["${'x'.repeat(1024 * 1024)}"]`, undefined, 413],
    ['with nothing to tell', '[]', undefined, 204],
    ['about nobody', '[{"kind":"hard-bounce","address":"no@body.example"}]', undefined, 204],
  ])('%s', async (_what, body, authorization, status) => {
    expect((await post(body, authorization)).status).toBe(status)
  })

  test('is not there where no secret is set', async () => {
    const bare = await startTestApi()
    try {
      const headers = { authorization: 'Bearer undefined' }
      const answer = await send(bare.origin, { method: 'POST', path: PATH, body: '[]', headers })
      expect(answer.status).toBe(404)
    } finally {
      await bare.close()
    }
  })
})

describe('mail that came back', () => {
  test('unverifies and hides the address, stands in the history, and is told to the others', async () => {
    const person = await createPerson(api)
    const other = `other-${person.email}`
    await addVerified(person, other)
    for (let n = 0; n < 2; n += 1) await tell(event('hard-bounce', { email: other.toUpperCase() }))
    expect(await stateOf(other)).toMatchObject({ verified: false, isPublic: false, bounce: 'hard' })
    expect(await stateOf(person.email)).toMatchObject({ verified: true, bounce: null })
    const mails = await mailsTo(person.email)
    expect(mails.map(({ text }) => text.includes(`${other} is not verified`))).toEqual([true])
    expect(await mailsTo(other)).toEqual([])
    const browser = await signedIn(api, person)
    const events = await browser.ask('GET', '/api/v1/account/events?group=email')
    const details = { email: other, reason: 'hard' }
    expect(events.json()).toMatchObject({
      items: [{ kind: 'email-bounced', actor: 'mail server', device: null, details }],
    })
    expect(events.json<{ items: unknown[] }>().items).toHaveLength(1)
  })

  test('is held up five times, and counts at the sixth; a delivery begins the count anew', async () => {
    const person = await createPerson(api)
    const soft = event('soft-bounce', person)
    await tell([...soft, ...soft, ...soft, ...event('delivered', person)])
    expect(await stateOf(person.email)).toMatchObject({ verified: true, softBounces: 0 })
    await Promise.all(Array.from({ length: 5 }, () => tell(soft)))
    expect(await stateOf(person.email)).toMatchObject({ verified: true, softBounces: 5 })
    await tell(soft)
    expect(await stateOf(person.email)).toMatchObject({ verified: false, bounce: 'soft' })
    // A worse reason takes its place, a better one does not.
    await tell(event('hard-bounce', person))
    await tell([...event('spam-report', person), ...soft])
    expect(await stateOf(person.email)).toMatchObject({ bounce: 'hard' })
    await api.deps.db.outboxMail.deleteMany()
    const browser = await signedIn(api, person)
    const { id } = await api.deps.db.emailAddress.findFirstOrThrow({
      where: { userId: person.userId },
    })
    await browser.ask('POST', `/api/v1/account/emails/${id}/verification`)
    const [link] = (await mailsTo(person.email)).flatMap(({ links }) => links)
    const token = new URL(link!).searchParams.get('token')
    await browser.ask('POST', '/api/v1/email-verifications', { token })
    const fresh = { verified: true, bounce: null, softBounces: 0 }
    expect(await stateOf(person.email)).toMatchObject(fresh)
  })

  test('keeps other mail from the address, also what waited', async () => {
    const person = await createPerson(api)
    await api.deps.db.outboxMail.create({
      data: { recipient: person.email, subject: 'waits', text: '' },
    })
    await tell(event('hard-bounce', person))
    expect(await mailsTo(person.email)).toEqual([])
    const kept = await api.deps.db.outboxMail.findFirstOrThrow({
      where: { recipient: person.email },
    })
    expect(kept).toMatchObject({ subject: 'waits', sentAt: expect.any(Date), attempts: 1 })
    expect(kept.lastError).toMatch(/came back/)
  })

  const SES = { mail: { messageId: '1', source: 'noreply@example.org' } }
  test.each<[string, (address: string) => object, object]>([
    [
      'a permanent bounce',
      (emailAddress) => ({
        notificationType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [{ emailAddress: `Jane <${emailAddress}>`, status: '5.1.1' }],
        },
      }),
      { verified: false, bounce: 'hard' },
    ],
    [
      'a transient one',
      (emailAddress) => ({
        eventType: 'Bounce',
        bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress }] },
      }),
      { verified: true, bounce: null, softBounces: 1 },
    ],
    [
      'a complaint',
      (emailAddress) => ({
        eventType: 'Complaint',
        complaint: { complainedRecipients: [{ emailAddress }] },
      }),
      { verified: false, bounce: 'spam' },
    ],
    [
      'a delivery',
      (emailAddress) => ({ eventType: 'Delivery', delivery: { recipients: [emailAddress] } }),
      { verified: true, softBounces: 0 },
    ],
  ])('is told by Amazon SES: %s', async (_what, told, state) => {
    const person = await createPerson(api)
    await tell({ ...told(person.email), ...SES })
    expect(await stateOf(person.email)).toMatchObject(state)
  })
})
