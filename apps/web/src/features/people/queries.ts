import { queryOptions, type QueryClient } from '@tanstack/react-query'
import {
  getOwnProjectInvitation,
  getProject,
  getProjectAccess,
  listOwnProjectInvitations,
  listOwnProjects,
  listPeople,
  listProjectInvitations,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { call } from '../../api/client.ts'

/** What a loader could not get is shown as it is; "Try again" asks anew. */
const shown = { retryOnMount: false } as const

/** Who has a role in a project. */
export const peopleQuery = (project: string) =>
  queryOptions({
    queryKey: [listPeople.id, normalizeName(project)],
    queryFn: ({ signal }) => call(listPeople, { params: { project } }, signal),
    ...shown,
  })

/** Invitations to a project that wait, or came to nothing lately. */
export const projectInvitationsQuery = (project: string) =>
  queryOptions({
    queryKey: [listProjectInvitations.id, normalizeName(project)],
    queryFn: async ({ signal }) =>
      (await call(listProjectInvitations, { params: { project } }, signal)).items,
    ...shown,
  })

/** Tokens and publishers that can upload to a project. */
export const accessQuery = (project: string) =>
  queryOptions({
    queryKey: [getProjectAccess.id, normalizeName(project)],
    queryFn: ({ signal }) => call(getProjectAccess, { params: { project } }, signal),
    ...shown,
  })

/** The open invitations of the signed-in person. */
export const ownInvitationsQuery = () =>
  queryOptions({
    queryKey: [listOwnProjectInvitations.id],
    queryFn: async ({ signal }) => (await call(listOwnProjectInvitations, {}, signal)).items,
    ...shown,
  })

/** One of them with what became of it. */
export const ownInvitationQuery = (id: string) =>
  queryOptions({
    queryKey: [getOwnProjectInvitation.id, id],
    queryFn: ({ signal }) => call(getOwnProjectInvitation, { params: { id } }, signal),
    ...shown,
  })

/** After a change to who has a role, or is to have one. */
export async function forgetPeople(client: QueryClient): Promise<void> {
  const told: readonly string[] = [
    listPeople.id,
    listProjectInvitations.id,
    getProjectAccess.id,
    listOwnProjectInvitations.id,
    getOwnProjectInvitation.id,
    listOwnProjects.id,
    getProject.id,
  ]
  await client.invalidateQueries({
    predicate: ({ queryKey }) => told.includes(String(queryKey[0])),
  })
}
