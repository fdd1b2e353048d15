import { findByUsername, type MockDb } from './db.ts'
import { randomSecret } from './secrets.ts'

/**
 * Who one can be in the mock with one step, for the browser (`?persona=owner`) and for tests.
 * `username`: who is signed in. `opens`: where the panel goes from there.
 */
export const PERSONAS = {
  visitor: { username: null, label: 'Visitor, not signed in' },
  owner: { username: 'owner', label: 'Owner without second factor' },
  maintainer: { username: 'maintainer', label: 'Maintains projects of others' },
  unverified: { username: 'unverified', label: 'Has not verified the address' },
  bounced: { username: 'bounced', label: 'Mail to the address came back' },
  secured: { username: 'secured', label: 'Has an authentication app' },
  keyholder: { username: 'keyholder', label: 'Has a (virtual) passkey' },
  prolific: { username: 'prolific', label: 'Owner of 300 projects' },
  publisher: { username: 'publisher', label: 'Publishes from builds, by trusted publishers' },
  admin: { username: 'admin', label: 'Administrator' },
  invited: { username: 'invited', label: 'Invited to projects of others' },
  newcomer: { username: null, label: 'Invited, without an account', opens: 'invitation' },
  stranded: { username: null, label: 'Lost the passkey, has recovery codes', opens: 'sign-in' },
  disabled: { username: null, label: 'Disabled account, before sign-in', opens: 'sign-in' },
  breached: { username: null, label: 'Password is a leaked one, before sign-in', opens: 'sign-in' },
} as const satisfies Record<
  string,
  { username: string | null; label: string; opens?: 'invitation' | 'sign-in' }
>

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
