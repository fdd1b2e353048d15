import { queryOptions } from '@tanstack/react-query'
import { getSite } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

const DAY = 24 * 60 * 60 * 1000

/** What the app needs to know about this installation. */
export const siteQuery = () =>
  queryOptions({
    queryKey: [getSite.id],
    queryFn: ({ signal }) => call(getSite, {}, signal),
    staleTime: DAY,
  })
