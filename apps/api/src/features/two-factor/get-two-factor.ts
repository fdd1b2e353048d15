import type { getTwoFactor as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { presentPasskey } from './present-passkey.ts'

/** The factors of the caller; secrets and codes are never shown again. */
export const getTwoFactor: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const { db, config } = deps
  const userId = caller.user.id
  const [authenticator, passkeys, codes, user] = await Promise.all([
    db.authenticator.findUnique({
      where: { userId },
      select: { createdAt: true, lastUsedAt: true },
    }),
    db.passkey.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    db.recoveryCode.findMany({ where: { userId }, select: { createdAt: true, usedAt: true } }),
    db.user.findUnique({ where: { id: userId }, select: { codesConfirmedAt: true } }),
  ])
  const [code] = codes
  return {
    passkeys: passkeys.map(presentPasskey),
    authenticator: authenticator && {
      createdAt: authenticator.createdAt.toISOString(),
      lastUsedAt: authenticator.lastUsedAt?.toISOString() ?? null,
    },
    recoveryCodes:
      code === undefined
        ? null
        : {
            total: codes.length,
            left: codes.filter(({ usedAt }) => usedAt === null).length,
            confirmed: user?.codesConfirmedAt != null,
            createdAt: code.createdAt.toISOString(),
          },
    required: config.REQUIRE_TWO_FACTOR,
  }
}
