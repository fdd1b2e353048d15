import { queryOptions } from '@tanstack/react-query'
import { listEvents, type EndpointCall } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** A page of the signed-in person's security history. */
export const eventsQuery = (query: EndpointCall<typeof listEvents>['query']) =>
  queryOptions({
    queryKey: [listEvents.id, query],
    queryFn: ({ signal }) => call(listEvents, { query }, signal),
    retryOnMount: false,
  })
