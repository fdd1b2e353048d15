import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { listPendingPublishers, listPublishers } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { call } from '../../api/client.ts'

/** The publishers of a project, and whether they alone may upload to it. */
export const publishersQuery = (project: string) =>
  queryOptions({
    queryKey: [listPublishers.id, normalizeName(project)],
    queryFn: ({ signal }) => call(listPublishers, { params: { project } }, signal),
    retryOnMount: false,
  })

/** The signed-in person's publishers for projects that do not exist yet. */
export const pendingPublishersQuery = () =>
  queryOptions({
    queryKey: [listPendingPublishers.id],
    queryFn: async ({ signal }) => (await call(listPendingPublishers, {}, signal)).items,
    retryOnMount: false,
  })

/** After a change to the publishers of a project. */
export const forgetPublishers = (client: QueryClient, project: string): Promise<void> =>
  client.invalidateQueries({ queryKey: publishersQuery(project).queryKey })
