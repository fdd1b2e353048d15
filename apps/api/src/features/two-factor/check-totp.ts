import { normalizeTotpCode, ProblemError } from '@wheelhouse/shared-types'
import { findTotpStep, TOTP_STEP_SECONDS, totpStep } from '@wheelhouse/shared-types/totp'
import type { Tx } from '../../infra/db/database.ts'

/** Steps before and after the present one of which a code is taken. */
const WINDOW = 1
/** Within so many steps a right code tells how wrong the app's clock is. */
const DRIFT_WINDOW = 10

/**
 * The time step of a code that is right now.
 * @param drifts of which clocks to tell: `both` where the secret is being set up; later only of
 *   `slow` ones, since that a code will be right in a while is worth something to a guesser.
 * @throws ProblemError `code_wrong`, or `clock_drift` for a code of another time.
 */
export async function checkTotp(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  at: Date,
  drifts: 'both' | 'slow',
): Promise<number> {
  const normal = normalizeTotpCode(code)
  const now = totpStep(at.getTime())
  const step = await findTotpStep(secret, normal, at.getTime(), DRIFT_WINDOW)
  if (step === undefined) throw codeWrong()
  const away = step - now
  if (Math.abs(away) <= WINDOW) return step
  if (away > 0 && drifts === 'slow') throw codeWrong()
  const seconds = away * TOTP_STEP_SECONDS
  throw new ProblemError(
    'clock_drift',
    `The code belongs to another time: the clock of the app is about ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead' : 'behind'}`,
    { reason: String(seconds) },
  )
}

/**
 * Uses a step's code up: none of it or of a step before is taken again.
 * @throws ProblemError `code_wrong` when that has happened already.
 */
export async function takeTotpStep(tx: Tx, userId: string, step: number, at: Date): Promise<void> {
  const { count } = await tx.authenticator.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step, lastUsedAt: at },
  })
  if (count === 0) throw codeWrong()
}

export const codeWrong = () => new ProblemError('code_wrong', 'The code is not right')
