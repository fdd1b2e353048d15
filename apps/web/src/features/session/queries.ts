import { queryOptions } from '@tanstack/react-query'
import { getAccount, listSessions } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'
import { UiError } from '../../api/ui-error.ts'

/** The signed-in person, or null: being signed out is an answer, not a failure. */
export const accountQuery = () =>
  queryOptions({
    queryKey: [getAccount.id],
    queryFn: async ({ signal }) => {
      try {
        return await call(getAccount, {}, signal)
      } catch (error) {
        if (error instanceof UiError && error.code === 'not_authenticated') return null
        throw error
      }
    },
  })

/** Where the signed-in person is signed in, this browser first. */
export const sessionsQuery = () =>
  queryOptions({
    queryKey: [listSessions.id],
    queryFn: async ({ signal }) => (await call(listSessions, {}, signal)).items,
    retryOnMount: false,
  })
