import type { Passkey, SecondFactor } from '@wheelhouse/shared-types'
import type { MockDb } from './db.ts'

export type PasskeyRow = Passkey & { credentialId: string; counter: number }

/** Everything about the second factors of one account. */
export type FactorRow = {
  accountId: string
  authenticator: {
    /** Base32. */
    secret: string
    lastStep: number
    createdAt: string
    lastUsedAt: string | null
  } | null
  passkeys: PasskeyRow[]
  /** In the clear, as everything here. */
  recoveryCodes: { code: string; createdAt: string; usedAt: string | null }[]
  codesConfirmed: boolean
  /** Counted up to forget the remembered browsers. */
  deviceEpoch: number
  /** The password is one that only a second factor allows. */
  passwordShort: boolean
}

/** The factors of an account; a row without any where there is none yet. */
export function factorsOf(db: MockDb, accountId: string): FactorRow {
  const known = db.factors.find((row) => row.accountId === accountId)
  if (known !== undefined) return known
  const row: FactorRow = {
    accountId,
    authenticator: null,
    passkeys: [],
    recoveryCodes: [],
    codesConfirmed: false,
    deviceEpoch: 0,
    passwordShort: false,
  }
  db.factors.push(row)
  return row
}

export function hasSecondFactor(db: MockDb, accountId: string): boolean {
  const row = db.factors.find((factor) => factor.accountId === accountId)
  return row !== undefined && (row.authenticator !== null || row.passkeys.length > 0)
}

/** What can be shown after the password, the last used first, recovery codes last. */
export function listFactors(row: FactorRow): SecondFactor[] {
  const at = (text: string | null | undefined) => (text == null ? 0 : Date.parse(text))
  const factors: { factor: SecondFactor; at: number }[] = []
  if (row.passkeys.length > 0) {
    const used = Math.max(...row.passkeys.map(({ lastUsedAt }) => at(lastUsedAt)))
    factors.push({ factor: 'passkey', at: used })
  }
  if (row.authenticator !== null) {
    factors.push({ factor: 'authenticator', at: at(row.authenticator.lastUsedAt) })
  }
  if (factors.length === 0) return []
  const sorted = factors.toSorted((a, b) => b.at - a.at).map(({ factor }) => factor)
  const codesLeft = row.recoveryCodes.some(({ usedAt }) => usedAt === null)
  return codesLeft ? [...sorted, 'recovery'] : sorted
}
