import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { getAccount, getSite, type Account } from '@wheelhouse/shared-types'
import { useCallback } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { ownPath } from '../../paths.ts'
import { announceSession } from './session-channel.ts'
import { sessionNotice } from './session-notice.ts'

/** Somebody signed in: the app is theirs from now on, in every tab. */
export function adoptAccount(client: QueryClient, account: Account): void {
  // What was fetched before belongs to nobody, or to somebody else.
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== getSite.id })
  client.setQueryData([getAccount.id], account)
  sessionNotice.set(false)
  announceSession()
}

/** What follows a sign-in, however it was done: on to where somebody wanted to go. */
export function useEnter(): (account: Account) => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const next = search.get('next')
  return useCallback(
    async (account) => {
      adoptAccount(client, account)
      await navigate(ownPath(next), { replace: true })
    },
    [client, navigate, next],
  )
}
