import { queryOptions } from '@tanstack/react-query'
import { listTokens } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** The signed-in person's tokens, newest first; never their values. */
export const tokensQuery = () =>
  queryOptions({
    queryKey: [listTokens.id],
    queryFn: async ({ signal }) => (await call(listTokens, {}, signal)).items,
    retryOnMount: false,
  })
