import { findByUsername, type MockDb } from './db.ts'
import { randomSecret } from './secrets.ts'

/** Who one can be in the mock with one step, for the browser (`?persona=owner`) and for tests. */
export const PERSONAS = {
  visitor: { username: null, label: 'Not signed in' },
  owner: { username: 'owner', label: 'Owns projects, maintains one' },
  maintainer: { username: 'maintainer', label: 'Maintains projects of others' },
  unverified: { username: 'unverified', label: 'Has not verified the e-mail address' },
  bounced: { username: 'bounced', label: 'Mail to the address came back' },
  secured: { username: 'secured', label: 'Signs in with an authentication app' },
} as const satisfies Record<string, { username: string | null; label: string }>

export type PersonaId = keyof typeof PERSONAS

/**
 * Makes a persona the signed-in person of the browser.
 * @throws RangeError when the store does not hold the persona's account.
 */
export function signInAs(db: MockDb, id: PersonaId): void {
  const { username } = PERSONAS[id]
  if (username === null) {
    db.browserSession = null
    return
  }
  const account = findByUsername(db, username)
  if (account === undefined) throw new RangeError(`the store has no account ${username}`)
  const now = db.now().toISOString()
  const session = {
    id: crypto.randomUUID(),
    userAgent: globalThis.navigator?.userAgent ?? null,
    sid: randomSecret(),
    accountId: account.id,
    remember: true,
    createdAt: now,
    seenAt: now,
  }
  db.sessions.push(session)
  db.browserSession = session.sid
}
