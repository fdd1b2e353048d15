import type { startPasskeySignIn as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { beginAssertion } from './passkey-ceremony.ts'
import { ANYBODY } from './step-token.ts'

/** Options for whichever passkey the browser has for this site; nothing is written for them. */
export const startPasskeySignIn: UseCase<typeof endpoint> = (_input, { deps }) =>
  beginAssertion(deps, 'passkey-sign-in', ANYBODY)
