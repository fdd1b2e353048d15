/** What the form of an invitation is checked by: fetched after it, with zod. */
export { InvitationToProject } from '@wheelhouse/shared-types'
