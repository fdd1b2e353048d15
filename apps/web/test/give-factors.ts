import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { factorsOf } from '../mock-api/factors.ts'
import { db } from './render-app.tsx'

export const RECOVERY_CODE = 'aaaaaa-bbbbbb-cccccc-dddd01'
export const PASSKEY_ID = '00000000-0000-7000-8000-000000000900'
export const SECRET = 'OR3WK3TUPEQGE6LUMVZSA33GEB2GK43U'

export const codeOf = (secret: string) => totpCode(fromBase32(secret), totpStep(db.now().getTime()))
export const owner = () => db.accounts.find(({ username }) => username === 'owner')!

export function giveApp(): void {
  const createdAt = db.now().toISOString()
  const row = factorsOf(db, owner().id)
  row.authenticator = { secret: SECRET, lastStep: 0, createdAt, lastUsedAt: null }
  row.recoveryCodes = [{ code: RECOVERY_CODE, createdAt, usedAt: null }]
  db.browserName = 'known'
  db.knownBrowsers = [{ accountId: owner().id, browser: 'known' }]
}

export function givePasskey(): void {
  const createdAt = db.now().toISOString()
  factorsOf(db, owner().id).passkeys.push({
    id: PASSKEY_ID,
    name: 'laptop',
    synced: false,
    createdAt,
    lastUsedAt: null,
    credentialId: 'x',
    counter: 0,
  })
}
