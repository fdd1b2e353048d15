import { createHash, randomBytes } from 'node:crypto'
import {
  normalizeRecoveryCode,
  RECOVERY_ALPHABET,
  RECOVERY_CODE_COUNT,
} from '@wheelhouse/shared-types'
import type { Db, Tx } from '../../infra/db/database.ts'

const CODE_LENGTH = 24
const GROUP = /.{6}(?=.)/g

/** A new code: 24 characters of five random bits each, in groups of six. */
function makeCode(): string {
  const random = randomBytes(CODE_LENGTH)
  return [...random]
    .map((byte) => RECOVERY_ALPHABET[byte & 31])
    .join('')
    .replace(GROUP, '$&-')
}

/** What the database keeps: 120 random bits need no slow hash. */
function hashCode(userId: string, code: string): Uint8Array<ArrayBuffer> {
  const normal = normalizeRecoveryCode(code)
  return new Uint8Array(createHash('sha256').update(`${userId}:${normal}`).digest())
}

/** Makes a user's codes anew; those from before are dead. They exist in the answer only. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, at: Date): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, makeCode)
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: hashCode(userId, code), createdAt: at })),
  })
  await tx.user.update({ where: { id: userId }, data: { codesConfirmedAt: null } })
  return codes
}

/** The codes of a user that has none yet; null for one that has. */
export async function firstRecoveryCodes(
  tx: Tx,
  userId: string,
  at: Date,
): Promise<string[] | null> {
  const known = await tx.recoveryCode.count({ where: { userId } })
  return known > 0 ? null : replaceRecoveryCodes(tx, userId, at)
}

/** Whether a code is one of the user's and was not used. Looks only. */
export async function isUnusedRecoveryCode(db: Db, userId: string, code: string): Promise<boolean> {
  const row = await db.recoveryCode.findUnique({
    where: { userId_codeHash: { userId, codeHash: hashCode(userId, code) } },
  })
  return row !== null && row.usedAt === null
}

/** Uses a code up; of many at once, one succeeds. The number of codes left, or undefined for a wrong one. */
export async function useRecoveryCode(
  tx: Tx,
  userId: string,
  code: string,
  at: Date,
): Promise<number | undefined> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: hashCode(userId, code), usedAt: null },
    data: { usedAt: at },
  })
  if (count === 0) return undefined
  return tx.recoveryCode.count({ where: { userId, usedAt: null } })
}
