import { getSite, PASSWORD_POLICY_VERSION } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { MAX_FILE_SIZE } from './uploads.ts'

export const siteOperations: readonly Operation[] = [
  bind(getSite, (_input, { db, origin }) => ({
    name: 'Wheelhouse',
    version: 'mock',
    registration: db.registration,
    passwordPolicy: PASSWORD_POLICY_VERSION,
    breachedPasswords: true,
    indexUrl: `${origin}/simple/`,
    uploadUrl: `${origin}/legacy/`,
    maxFileSize: MAX_FILE_SIZE,
    tokenMaxDays: db.tokenMaxDays,
    trustedPublishing: db.trustedPublishing,
    devMailboxUrl: `${origin}/mock/inbox`,
  })),
]
