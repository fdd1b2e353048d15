import { queryOptions } from '@tanstack/react-query'
import {
  getAccountDeletion,
  inspectInvitation,
  inspectPasswordReset,
  listEmails,
} from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** Whose password a mailed link sets. Not kept: the key holds the link's secret. */
export const passwordResetQuery = (token: string) =>
  queryOptions({
    queryKey: [inspectPasswordReset.id, token],
    queryFn: ({ signal }) => call(inspectPasswordReset, { body: { token } }, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** For which address an invitation is. Not kept: the key holds its secret. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: [inspectInvitation.id, token],
    queryFn: ({ signal }) => call(inspectInvitation, { body: { token } }, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The signed-in person's addresses, the primary one first. */
export const emailsQuery = () =>
  queryOptions({
    queryKey: [listEmails.id],
    queryFn: async ({ signal }) => (await call(listEmails, {}, signal)).items,
    retryOnMount: false,
  })

/** What stands in the way of deleting the account. */
export const deletionQuery = () =>
  queryOptions({
    queryKey: [getAccountDeletion.id],
    queryFn: ({ signal }) => call(getAccountDeletion, {}, signal),
    staleTime: 0,
    retryOnMount: false,
  })
