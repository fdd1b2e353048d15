import {
  fieldError,
  PASSWORD_MIN_LENGTH,
  passwordLength,
  validationFailed,
} from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { forgetBrowsers } from '../two-factor/known-browser.ts'
import { passwordChangedMail } from './account-mails.ts'
import { lockUser, type UserWithEmail } from './accounts.queries.ts'

/**
 * Writes a new hash, ends every session of the user, forgets the remembered and the known browsers
 * and tells the owner by mail.
 * @throws ProblemError `validation_failed` at `pointer` for one that only a second factor allows,
 *   where there is none.
 */
export async function setPassword(
  tx: Tx,
  deps: Pick<Deps, 'config' | 'clock'>,
  user: UserWithEmail,
  { password, passwordHash, pointer }: { password: string; passwordHash: string; pointer: string },
): Promise<void> {
  const passwordShort = passwordLength(password) < PASSWORD_MIN_LENGTH
  // Locked, so that no last factor goes away meanwhile.
  const current = await lockUser(tx, user.id)
  if (passwordShort && current?.hasSecondFactor !== true) throw tooShort(pointer)
  const at = deps.clock.now()
  await tx.user.update({
    where: { id: user.id },
    data: {
      passwordHash,
      passwordShort,
      passwordChangedAt: at,
      breachedAt: null,
      deviceEpoch: { increment: 1 },
    },
  })
  await tx.session.deleteMany({ where: { userId: user.id } })
  await forgetBrowsers(tx, user.id)
  const [email] = user.emails
  if (email !== undefined) {
    const recipient = { address: email.address, username: user.username }
    await queueMail(tx, passwordChangedMail(deps.config, recipient))
  }
}

/** As the contract refuses it to accounts that have a password alone. */
export function tooShort(pointer: string) {
  const minimum = PASSWORD_MIN_LENGTH
  return validationFailed([
    fieldError(pointer, 'too_short', `must have at least ${minimum} characters`, { minimum }),
  ])
}
