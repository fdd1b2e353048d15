import { http, HttpResponse } from 'msw'
import { setupWorker } from 'msw/browser'
import { PROBLEM_MEDIA_TYPE, type Problem } from '@wheelhouse/shared-types'
import { createConditionsHandler } from './conditions.ts'
import { createExportHandlers, createOperationHandlers } from './create-handlers.ts'
import type { MailRow, MockDb } from './db.ts'
import { createInvitation } from './handlers/invitations.ts'
import {
  applyTheme,
  keepSettings,
  loadSettings,
  readTheme,
  type KeptSettings,
} from './panel/kept-settings.ts'
import { readSettings, setClock, withoutSettings, writeSettings } from './panel/settings.ts'
import { installVirtualPasskeys } from './panel/virtual-passkeys.ts'
import { openKeptDb } from './persistence.ts'
import { PERSONAS, signInAs, type PersonaId } from './personas.ts'
import { seed } from './seed.ts'

/** The knobs of the mock, at `window.__wheelhouseMock` and in the panel; kept over a reload. */
export type MockControls = {
  readonly db: MockDb
  readonly mails: readonly MailRow[]
  readonly settings: Readonly<KeptSettings>
  set(change: Partial<KeptSettings>): void
  /** Signs a persona in; gives the address to go on at, where there is one. */
  become(persona: PersonaId): string | undefined
  /** Makes the next call of an operation fail, for example `('createToken', 'rate_limited')`. */
  failNext(...failure: Parameters<MockDb['failNext']>): void
  /** The address of the app at which this address is invited to open an account. */
  invite(email: string): string
  advanceClock(milliseconds: number): void
  /** Sets the mock's clock to an ISO 8601 time, or null for the real one. */
  setClock(at: string | null): void
  /** Ends the session behind the app's back. */
  expireSession(): void
  /** Lets the session have shown long ago who it belongs to. */
  ageSession(): void
  exportData(): string
  importData(text: string): void
  /** The address of this page with all settings. */
  address(): string
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
 * hold the settings (panel/settings.ts); they are taken from it and kept.
 */
export async function startMockWorker(): Promise<MockControls> {
  const { db, persistence } = openKeptDb(seed, localStorage)
  const settings = loadSettings(localStorage)
  const kept = <Result>(change: () => Result): Result => {
    persistence.pull()
    const result = change()
    persistence.push()
    return result
  }
  const set = (change: Partial<KeptSettings>) => {
    Object.assign(settings, change)
    keepSettings(localStorage, settings)
  }
  const ownSession = () => db.sessions.find(({ sid }) => sid === db.browserSession)
  const controls: MockControls = {
    db,
    get mails() {
      persistence.pull()
      return db.mails
    },
    settings,
    set,
    become: (persona) => {
      kept(() => signInAs(db, persona))
      set({ persona, ...(persona === 'keyholder' ? { passkey: 'virtual' } : {}) })
      const known: { username: string | null; opens?: 'invitation' | 'sign-in' } = PERSONAS[persona]
      if (known.opens === 'invitation') return controls.invite('newcomer@example.org')
      return known.opens === 'sign-in' ? '/sign-in' : undefined
    },
    failNext: (...failure) => kept(() => db.failNext(...failure)),
    invite: (email) => kept(() => createInvitation(db, location.origin, email)),
    advanceClock: (milliseconds) => kept(() => db.advance(milliseconds)),
    setClock: (at) => kept(() => setClock(db, at)),
    expireSession: () =>
      kept(() => {
        db.sessions = db.sessions.filter((row) => row !== ownSession())
      }),
    ageSession: () =>
      kept(() => {
        const session = ownSession()
        if (session !== undefined) session.confirmedAt = new Date(0).toISOString()
      }),
    exportData: () => persistence.exportText(),
    importData: (text) => persistence.importText(text),
    address: () =>
      writeSettings(
        location.href,
        {
          ...settings,
          theme: readTheme(document.documentElement),
          clock: db.clockOffset === 0 ? null : db.now().toISOString(),
        },
        document.documentElement.lang,
      ),
    reset: () => kept(() => db.reset()),
  }
  takeFromAddress(controls)
  window.__wheelhouseMock = controls
  installVirtualPasskeys(db, settings)

  // From the root: the app's own files have an `api` in their paths too.
  const everyCall = `${location.origin}/api/*`
  const worker = setupWorker(
    createConditionsHandler(everyCall, settings),
    ...createOperationHandlers(db, { origin: location.origin, persistence }),
    ...createExportHandlers(db, { origin: location.origin }),
    http.all(everyCall, ({ request }) => shout(request)),
  )
  await worker.start({ onUnhandledFrame: 'bypass', quiet: true })
  return controls
}

/** Does what the address asks for, once: a reload keeps what was done since. */
function takeFromAddress(controls: MockControls): void {
  const { reset, persona, clock, theme, ...others } = readSettings(location.search)
  if (reset === true) controls.reset()
  controls.set(others)
  if (clock !== undefined) controls.setClock(clock)
  if (theme !== undefined) applyTheme(theme, document.documentElement, localStorage)
  const opens = persona && controls.become(persona)
  const here = location.pathname === '/' ? (opens ?? location.href) : location.href
  history.replaceState(history.state, '', withoutSettings(new URL(here, location.href).href))
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
