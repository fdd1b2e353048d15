import { ProblemError, type SecondFactor, type SecondStep } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserById, lockUser, type UserWithEmail } from '../accounts/accounts.queries.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import {
  readStep,
  refuseUsedStep,
  signStep,
  stepInvalid,
  useStep,
  type Step,
} from './step-token.ts'

/** Between the right password and the session: who it is for, and that nothing changed since. */
export type BegunSignIn = {
  readonly step: Step
  readonly user: UserWithEmail
  /** Whether the session is to be kept. */
  readonly remember: boolean
}

/** What somebody gets for the right password of an account with second factors. */
export async function beginSecondStep(
  deps: Deps,
  user: UserWithEmail,
  remember: boolean,
  factors: SecondFactor[],
): Promise<SecondStep> {
  const { token, expiresAt } = await signStep(deps, 'second-step', user.id, {
    remember,
    password: user.passwordChangedAt.getTime(),
  })
  return { step: token, expiresAt: expiresAt.toISOString(), factors }
}

/**
 * The sign-in that a token stands for.
 * @throws ProblemError `step_invalid` when it is over, was finished, or the password is another by
 *   now; `account_disabled`.
 */
export async function readSecondStep(deps: Deps, token: string): Promise<BegunSignIn> {
  const step = await readStep(deps, 'second-step', token)
  await refuseUsedStep(deps.db, step)
  const user = await findUserById(deps.db, step.subject)
  if (user?.passwordChangedAt.getTime() !== step.claims['password']) throw stepInvalid()
  if (user === undefined) throw stepInvalid()
  if (user.status !== 'active') {
    throw new ProblemError('account_disabled', 'This account cannot sign in; ask an operator')
  }
  return { step, user, remember: step.claims['remember'] === true }
}

/** Uses the sign-in up, in the transaction of its session; a password that changed meanwhile ends it. */
export async function useSecondStep(tx: Tx, { step, user }: BegunSignIn): Promise<void> {
  const current = await lockUser(tx, user.id)
  const since = user.passwordChangedAt.getTime()
  if (current?.status !== 'active' || current.passwordChangedAt.getTime() !== since) {
    throw stepInvalid()
  }
  await useStep(tx, step)
}

/** Writes down that the password was right and the second factor was not. */
export async function recordFailedFactor(
  deps: Deps,
  origin: Origin,
  user: UserWithEmail,
  factor: SecondFactor,
): Promise<void> {
  await withTransaction(deps.db, (tx) =>
    recordEvent(tx, {
      kind: 'second-factor-failed',
      actor: userActor(user),
      at: deps.clock.now(),
      userId: user.id,
      details: { factor },
      from: { origin, secrets: deps.secrets },
    }),
  )
}
