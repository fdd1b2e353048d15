import { queryOptions } from '@tanstack/react-query'
import { inspectPasswordReset } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** Whose password a mailed link sets. Not kept: the key holds the link's secret. */
export const passwordResetQuery = (token: string) =>
  queryOptions({
    queryKey: [inspectPasswordReset.id, token],
    queryFn: ({ signal }) => call(inspectPasswordReset, { body: { token } }, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
