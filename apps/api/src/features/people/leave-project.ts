import type { leaveProject as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { endRole } from './end-role.ts'

/** Somebody gives their own role up. */
export const leaveProject: UseCase<typeof endpoint> = async ({ params }, context) => {
  await endRole(context, params.project, context.caller.user.username, 'leave')
}
