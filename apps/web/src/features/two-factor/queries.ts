import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { getAccount, getTwoFactor } from '@wheelhouse/shared-types'
import { useCallback } from 'react'
import { call } from '../../api/client.ts'

/** The second factors of the signed-in person. */
export const twoFactorQuery = () =>
  queryOptions({
    queryKey: [getTwoFactor.id],
    queryFn: ({ signal }) => call(getTwoFactor, {}, signal),
    retryOnMount: false,
  })

/** Asks anew for what a changed factor changes. */
export function useFactorsChanged(): () => Promise<void> {
  const client = useQueryClient()
  return useCallback(async () => {
    await Promise.all(
      [getTwoFactor.id, getAccount.id].map((id) => client.invalidateQueries({ queryKey: [id] })),
    )
  }, [client])
}
