import { PASSWORD_POLICY_VERSION, type getSite as endpoint } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { UseCase } from '../../http/bind.ts'
import { isRegistrationOpen } from '../accounts/register-account.ts'
import { SITE_NAME } from './site-name.ts'

export const getSite: UseCase<typeof endpoint> = async (_input, { deps }) => {
  const { config, mailer } = deps
  return {
    name: SITE_NAME,
    version: config.version,
    registration: isRegistrationOpen(deps) ? 'open' : closedAs(config),
    passwordPolicy: PASSWORD_POLICY_VERSION,
    breachedPasswords: deps.breaches.isOn,
    indexUrl: `${config.PUBLIC_URL}/simple/`,
    uploadUrl: `${config.PUBLIC_URL}/legacy/`,
    maxFileSize: config.MAX_FILE_SIZE,
    tokenMaxDays: config.TOKEN_MAX_DAYS ?? null,
    trustedPublishing: describePublishing(config),
    devMailboxUrl: mailer.kind === 'folder' ? `${config.PUBLIC_URL}/dev/mail` : null,
  }
}

function describePublishing(config: Config) {
  const { TRUSTED_PUBLISHING: kinds, OIDC_ISSUERS: issuers, oidcAudience: audience } = config
  return kinds.length === 0 ? null : { audience, kinds, issuers }
}

/** By invitation means: an operator makes the account and hands on its link. */
function closedAs({ REGISTRATION }: Config): 'invite' | 'closed' {
  return REGISTRATION === 'invite' ? 'invite' : 'closed'
}
