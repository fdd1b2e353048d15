import type { acceptInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { checkPassword } from './check-password.ts'
import { createUser } from './create-user.ts'
import { readInvitation, useInvitation } from './invitation.ts'
import { isUsernameTaken } from './is-username-taken.ts'
import { limitLinks } from './limit-mails.ts'
import { linkInvalid } from './mail-link.ts'
import { usernameTaken } from './register-account.ts'

/** Opens an account for the address of an invitation, which counts as proven. Signs nobody in. */
export const acceptInvitation: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  const { db, passwords, secrets, clock } = deps
  await limitLinks(deps, origin)
  const { token, username, name, password } = body
  const link = await readInvitation(deps, token)
  const email = link.subject
  await checkPassword(deps, 'body/password', password, { username, name, email })
  const passwordHash = await passwords.hash(password)
  const at = clock.now()
  try {
    await withTransaction(db, async (tx) => {
      if (await isUsernameTaken(tx, username)) throw usernameTaken()
      await useInvitation(tx, link.id, at)
      const user = await createUser(tx, { username, name, email, passwordHash, at, verified: true })
      await recordEvent(tx, {
        kind: 'account-registered',
        actor: userActor({ id: user.userId, username }),
        at,
        userId: user.userId,
        details: { invited: true },
        from: { origin, secrets },
      })
    })
  } catch (error) {
    if (isUniqueViolation(error, 'username_folded')) throw usernameTaken()
    if (isUniqueViolation(error, 'address_folded')) throw linkInvalid()
    throw error
  }
}
