import { randomBytes } from 'node:crypto'
import { ProblemError, type startAuthenticator as endpoint } from '@wheelhouse/shared-types'
import { toBase32, TOTP_DIGITS, TOTP_STEP_SECONDS } from '@wheelhouse/shared-types/totp'
import type { UseCase } from '../../http/bind.ts'
import { SITE_NAME } from '../site/site-name.ts'
import { refuseUnverified } from './refuse-unverified.ts'
import { signStep } from './step-token.ts'

/** Bits of a secret divided by eight: as long as the output of SHA-1 (RFC 4226, section 4). */
const SECRET_BYTES = 20

/** Makes a secret. It is kept nowhere yet: the signed token carries it until its first code comes. */
export const startAuthenticator: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  refuseUnverified(caller)
  const { id: userId, username } = caller.user
  const known = await deps.db.authenticator.findUnique({ where: { userId } })
  if (known !== null) throw authenticatorExists()
  const secret = toBase32(randomBytes(SECRET_BYTES))
  const { token } = await signStep(deps, 'authenticator-setup', userId, { secret })
  const { host } = new URL(deps.config.PUBLIC_URL)
  const issuer = `${SITE_NAME} (${host})`
  const label = encodeURIComponent(`${issuer}:${username}`)
  const query = new URLSearchParams({
    secret,
    issuer,
    algorithm: 'SHA1',
    digits: String(TOTP_DIGITS),
    period: String(TOTP_STEP_SECONDS),
  })
  // Apps read "+" as itself.
  const uri = `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
  return { setup: token, secret, uri }
}

export const authenticatorExists = () =>
  new ProblemError('authenticator_exists', 'Remove the authentication app that you have first')
