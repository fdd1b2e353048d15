import { delay, http, HttpResponse } from 'msw'
import { setupWorker } from 'msw/browser'
import { PROBLEM_MEDIA_TYPE, type Problem } from '@wheelhouse/shared-types'
import { createExportHandler, createOperationHandlers } from './create-handlers.ts'
import type { MailRow, MockDb } from './db.ts'
import { createInvitation } from './handlers/invitations.ts'
import { openKeptDb } from './persistence.ts'
import { PERSONAS, signInAs, type PersonaId } from './personas.ts'
import { seed } from './seed.ts'

/** The knobs of the mock, at `window.__wheelhouseMock`; each change is kept over a reload. */
export type MockControls = {
  readonly db: MockDb
  readonly mails: readonly MailRow[]
  /** Milliseconds by which every answer is late. */
  latency: number
  signInAs(persona: PersonaId): void
  /** Makes the next call of an operation fail, for example `('createToken', 'rate_limited')`. */
  failNext(...failure: Parameters<MockDb['failNext']>): void
  /** The address of the app at which this address is invited to open an account. */
  invite(email: string): string
  advanceClock(milliseconds: number): void
  /** Forgets all changes. */
  reset(): void
}

declare global {
  interface Window {
    __wheelhouseMock?: MockControls
  }
}

/**
 * Answers the app's calls from the in-memory store, in this browser alone. The page's address may
 * hold `persona` (see personas.ts) and `latency` (milliseconds).
 */
export async function startMockWorker(): Promise<MockControls> {
  const { db, persistence } = openKeptDb(seed, localStorage)
  const search = new URLSearchParams(location.search)
  const kept = (change: () => void) => {
    persistence.pull()
    change()
    persistence.push()
  }
  const controls: MockControls = {
    db,
    get mails() {
      persistence.pull()
      return db.mails
    },
    latency: Number(search.get('latency') ?? 0),
    signInAs: (persona) => kept(() => signInAs(db, persona)),
    failNext: (...failure) => kept(() => db.failNext(...failure)),
    invite: (email) => {
      persistence.pull()
      const link = createInvitation(db, location.origin, email)
      persistence.push()
      return link
    },
    advanceClock: (milliseconds) => kept(() => db.advance(milliseconds)),
    reset: () => kept(() => db.reset()),
  }
  const persona = search.get('persona')
  if (persona !== null && Object.hasOwn(PERSONAS, persona)) {
    controls.signInAs(persona as PersonaId)
  }
  window.__wheelhouseMock = controls

  // From the root: the app's own files have an `api` in their paths too.
  const everyCall = `${location.origin}/api/*`
  const worker = setupWorker(
    http.all(everyCall, () => (controls.latency > 0 ? delay(controls.latency) : undefined)),
    ...createOperationHandlers(db, { origin: location.origin, persistence }),
    createExportHandler(db, { origin: location.origin }),
    http.all(everyCall, ({ request }) => shout(request)),
  )
  await worker.start({ onUnhandledFrame: 'bypass', quiet: true })
  return controls
}

/** A call that is no operation is a mistake of the app: seen at once, not taken for a 404. */
function shout(request: Request): Response {
  const detail = `${request.method} ${new URL(request.url).pathname} is no operation of the API`
  // oxlint-disable-next-line no-console -- being seen is the purpose
  console.error(`mock-api: ${detail}`)
  const overlay = document.createElement('pre')
  overlay.setAttribute('role', 'alert')
  overlay.textContent = `mock-api: ${detail}`
  overlay.style.cssText =
    'position:fixed;inset:auto 0 0;margin:0;padding:1rem;background:#8b0000;color:#fff;z-index:9999'
  document.body.append(overlay)
  const problem: Problem = {
    type: '/help/problems#internal',
    title: 'Not an operation',
    status: 501,
    code: 'internal',
    detail,
  }
  return HttpResponse.json(problem, {
    status: 501,
    headers: { 'content-type': PROBLEM_MEDIA_TYPE },
  })
}
