import { isSameName, textClaim } from './claims.ts'
import type { Provider } from './provider.ts'

/** Service accounts of Google Cloud; the unique id tells a new account from a deleted one of its name. */
export const googleProvider: Provider<'google'> = {
  kind: 'google',
  shown: ['email', 'email_verified', 'sub'],

  candidates: (claims) => {
    const email = textClaim(claims, 'email')
    const sub = textClaim(claims, 'sub')
    if (email === undefined) return []
    const any = { kind: 'google', email, sub: null } as const
    return sub === undefined ? [any] : [{ ...any, sub }, any]
  },

  mismatch: ({ email, sub }, claims) => {
    if (!isSameName(claims, 'email', email)) return 'email'
    if (claims.email_verified !== true) return 'email_verified'
    if (sub !== null && textClaim(claims, 'sub') !== sub) return 'sub'
    return undefined
  },

  precision: ({ sub }) => (sub === null ? 0 : 1),

  describe: ({ email }) => ({
    name: email,
    repositoryUrl: null,
    workflow: null,
    environment: null,
    ref: null,
    commit: null,
  }),
}
