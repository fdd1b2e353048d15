import type { startSecondStepPasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { beginAssertion } from './passkey-ceremony.ts'
import { readSecondStep } from './second-step.ts'

/** Options for showing one of the passkeys of the account whose password was right. */
export const startSecondStepPasskey: UseCase<typeof endpoint> = async ({ body }, { deps }) => {
  const { user } = await readSecondStep(deps, body.step)
  const passkeys = await deps.db.passkey.findMany({ where: { userId: user.id } })
  return beginAssertion(deps, 'passkey-second-step', user.id, passkeys)
}
