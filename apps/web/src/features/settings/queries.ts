import { queryOptions } from '@tanstack/react-query'
import {
  getDescription,
  getProject,
  getProjectOverview,
  type ProjectOverview,
  type ReleaseDescription,
} from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

/** What is missing in a project, and how full it is. */
export const overviewQuery = (project: string) =>
  queryOptions({
    // Under the project's own key: old as soon as the project is.
    queryKey: [getProject.id, project, getProjectOverview.id],
    queryFn: ({ signal }): Promise<ProjectOverview> =>
      call(getProjectOverview, { params: { project } }, signal),
    retryOnMount: false,
  })

/** The source of a description, fresh each time it is edited. */
export const descriptionQuery = (project: string, version: string) =>
  queryOptions({
    queryKey: [getDescription.id, project, version],
    queryFn: ({ signal }): Promise<ReleaseDescription> =>
      call(getDescription, { params: { project, version } }, signal),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    retryOnMount: false,
  })
