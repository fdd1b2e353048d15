import type { inspectInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { readInvitation } from './invitation.ts'
import { limitLinks } from './limit-mails.ts'

/** For which address: the form shows it, and scores a password against it. */
export const inspectInvitation: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  await limitLinks(deps, origin)
  const { subject } = await readInvitation(deps, body.token)
  return { email: subject }
}
