import type { MockDb } from './db.ts'

export type EventRow = {
  id: string
  accountId: string
  kind: string
  at: string
  actor: string
  userAgent: string | null
  details: Record<string, string>
}

/** What stands in the history when an operation was done: of the account, or of who signed in. */
const KINDS: Record<string, string> = {
  signIn: 'signed-in',
  finishSignInByCode: 'signed-in',
  confirmDevice: 'signed-in',
  finishSignInByPasskey: 'signed-in',
  signInByPasskey: 'signed-in',
  signOut: 'signed-out',
  endSession: 'session-ended',
  endOtherSessions: 'sessions-ended',
  verifyEmail: 'email-verified',
  addEmail: 'email-added',
  removeEmail: 'email-removed',
  makeEmailPrimary: 'email-primary-changed',
  updateProfile: 'profile-changed',
  changePassword: 'password-changed',
  addAuthenticator: 'authenticator-added',
  removeAuthenticator: 'authenticator-removed',
  addPasskey: 'passkey-added',
  renamePasskey: 'passkey-renamed',
  removePasskey: 'passkey-removed',
  makeRecoveryCodes: 'recovery-codes-made',
  createToken: 'token-created',
  regenerateToken: 'token-regenerated',
  revokeToken: 'token-revoked',
  addPendingPublisher: 'pending-publisher-added',
  removePendingPublisher: 'pending-publisher-removed',
  deleteProject: 'project-deleted',
}

/** Writes down that an operation was done, if it is one of those that the API writes down. */
export function recordOperation(
  db: MockDb,
  operation: string,
  accountId: string | undefined,
  told: { userAgent: string | null; body: unknown },
): void {
  const kind = KINDS[operation]
  const account = db.accounts.find(({ id }) => id === accountId)
  if (kind === undefined || account === undefined) return
  const { email, name } = (told.body ?? {}) as { email?: string; name?: string }
  db.events.push({
    id: crypto.randomUUID(),
    accountId: account.id,
    kind,
    at: db.now().toISOString(),
    actor: account.username,
    userAgent: told.userAgent,
    details: {
      ...(email !== undefined && { email }),
      ...(operation === 'createToken' && name !== undefined && { token: name }),
    },
  })
}
