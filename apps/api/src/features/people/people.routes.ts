import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { acceptProjectInvitation } from './accept-project-invitation.ts'
import { changeRole } from './change-role.ts'
import { declineProjectInvitation } from './decline-project-invitation.ts'
import { getOwnProjectInvitation } from './get-own-project-invitation.ts'
import { getProjectAccess } from './get-project-access.ts'
import { inviteToProject } from './invite-to-project.ts'
import { leaveProject } from './leave-project.ts'
import { listOwnProjectInvitations } from './list-own-project-invitations.ts'
import { listPeople } from './list-people.ts'
import { listProjectInvitations } from './list-project-invitations.ts'
import { removePerson } from './remove-person.ts'
import { revokeProjectInvitation } from './revoke-project-invitation.ts'

export const peopleRoutes: readonly Binding[] = [
  bind(endpoints.listPeople, listPeople),
  bind(endpoints.changeRole, changeRole),
  bind(endpoints.removePerson, removePerson),
  bind(endpoints.leaveProject, leaveProject),
  bind(endpoints.listProjectInvitations, listProjectInvitations),
  bind(endpoints.inviteToProject, inviteToProject),
  bind(endpoints.revokeProjectInvitation, revokeProjectInvitation),
  bind(endpoints.getProjectAccess, getProjectAccess),
  bind(endpoints.listOwnProjectInvitations, listOwnProjectInvitations),
  bind(endpoints.getOwnProjectInvitation, getOwnProjectInvitation),
  bind(endpoints.acceptProjectInvitation, acceptProjectInvitation),
  bind(endpoints.declineProjectInvitation, declineProjectInvitation),
]
