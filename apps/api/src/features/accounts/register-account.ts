import { ProblemError, type registerAccount as endpoint } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { UseCase } from '../../http/bind.ts'
import type { Origin } from '../../http/caller.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { alreadyRegisteredMail, verificationMail } from './account-mails.ts'
import { foldAddress } from './accounts.queries.ts'
import { answerEvenly } from './answer-evenly.ts'
import { checkPassword } from './check-password.ts'
import { createUser } from './create-user.ts'
import { isUsernameTaken } from './is-username-taken.ts'
import { signMailLink } from './mail-link.ts'

/** Whether anybody may open an account: the switch, and mail that reaches them. */
export function isRegistrationOpen(deps: Pick<Deps, 'config' | 'mailer'>): boolean {
  return deps.config.REGISTRATION === 'open' && deps.mailer.kind !== 'none'
}

/**
 * Opens an account and mails a link. Whether the address was known is told to its owner by mail and
 * to nobody else: the answer is the same, so is the work (a hash, a transaction, a mail), and what the
 * rows of an account cost beyond that is not heard in the time (`answerEvenly`).
 */
export const registerAccount: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  const { db, limiter, passwords, secrets } = deps
  if (!isRegistrationOpen(deps)) {
    throw new ProblemError('registration_closed', 'This index does not take new accounts')
  }
  await checkPassword(deps, 'body/password', body.password, body)
  refuseWhenLimited(await limiter.hit('registrationByAddress', secrets.hashAddress(origin.address)))
  const passwordHash = await passwords.hash(body.password)
  const openAccount = () =>
    withTransaction(db, (tx) => register(tx, deps, origin, { ...body, passwordHash }))
  await answerEvenly(async () => {
    try {
      await openAccount()
    } catch (error) {
      if (isUniqueViolation(error, 'username_folded')) throw usernameTaken()
      // Somebody registered the same address at the same moment: they are told as if before.
      if (!isUniqueViolation(error, 'address_folded')) throw error
      await openAccount()
    }
  })
  void deps.outbox.flush()
}

type Applicant = { username: string; name: string; email: string; passwordHash: string }

async function register(tx: Tx, deps: Deps, origin: Origin, applicant: Applicant): Promise<void> {
  const { config, clock, secrets } = deps
  const at = clock.now()
  if (await isUsernameTaken(tx, applicant.username)) throw usernameTaken()
  const known = await tx.emailAddress.findUnique({
    where: { addressFolded: foldAddress(applicant.email) },
    include: { user: true },
  })
  if (known !== null) {
    const { username } = known.user
    await queueMail(tx, alreadyRegisteredMail(config, { address: known.address, username }))
    return
  }
  const { userId, emailId } = await createUser(tx, { ...applicant, at })
  const token = await signMailLink(deps, 'verify-email', emailId)
  const recipient = { address: applicant.email, username: applicant.username }
  await queueMail(tx, verificationMail(config, recipient, token))
  await recordEvent(tx, {
    kind: 'account-registered',
    actor: userActor({ id: userId, username: applicant.username }),
    at,
    userId,
    from: { origin, secrets },
  })
}

/** For a username that somebody has or had. */
export function usernameTaken(): ProblemError {
  return new ProblemError('username_taken', 'This username, or one that reads like it, is taken')
}
