import { queryOptions } from '@tanstack/react-query'
import { inspectPasswordReset, listEmails } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** Whose password a mailed link sets. Not kept: the key holds the link's secret. */
export const passwordResetQuery = (token: string) =>
  queryOptions({
    queryKey: [inspectPasswordReset.id, token],
    queryFn: ({ signal }) => call(inspectPasswordReset, { body: { token } }, signal),
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
