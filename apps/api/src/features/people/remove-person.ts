import type { removePerson as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { endRole } from './end-role.ts'

/** An owner ends the role of somebody. With their own name it is the same as leaving. */
export const removePerson: UseCase<typeof endpoint> = async ({ params }, context) => {
  await endRole(context, params.project, params.username, 'manage-people')
}
