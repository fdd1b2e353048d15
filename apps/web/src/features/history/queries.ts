import { queryOptions } from '@tanstack/react-query'
import {
  getProject,
  listEvents,
  listProjectEvents,
  type EndpointCall,
} from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** A page of the signed-in person's security history. */
export const eventsQuery = (query: EndpointCall<typeof listEvents>['query']) =>
  queryOptions({
    queryKey: [listEvents.id, query],
    queryFn: ({ signal }) => call(listEvents, { query }, signal),
    retryOnMount: false,
  })

/** A page of what was done in a project. */
export const projectEventsQuery = (
  project: string,
  query: EndpointCall<typeof listProjectEvents>['query'],
) =>
  queryOptions({
    // Under the project's own key: old as soon as the project is.
    queryKey: [getProject.id, project, listProjectEvents.id, query],
    queryFn: ({ signal }) => call(listProjectEvents, { params: { project }, query }, signal),
    retryOnMount: false,
  })
