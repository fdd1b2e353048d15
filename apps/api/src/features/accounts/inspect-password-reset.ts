import type { inspectPasswordReset as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findReset } from './find-reset.ts'
import { limitLinks } from './limit-mails.ts'
import { readMailLink } from './mail-link.ts'

/** Whose password a link sets: the form scores a password against its owner's names. */
export const inspectPasswordReset: UseCase<typeof endpoint> = async (
  { body },
  { deps, origin },
) => {
  await limitLinks(deps, origin)
  const link = await readMailLink(deps, 'reset-password', body.token)
  const user = await findReset(deps.db, link)
  return { username: user.username, name: user.name, email: user.emails[0]?.address ?? '' }
}
