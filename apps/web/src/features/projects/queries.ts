import { queryOptions, type QueryClient } from '@tanstack/react-query'
import {
  getProject,
  getProjectDownloads,
  getRelease,
  listDeletedProjects,
  listDeletions,
  listOwnProjects,
  searchProjects,
  type Project,
  type ProjectDownloads,
  type Release,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { call } from '../../api/client.ts'

/** What the loader could not get is shown as it is; "Try again" asks anew. */
const shown = { retryOnMount: false } as const

/** A project with its releases and people, by any spelling of its name. */
export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: [getProject.id, normalizeName(project)],
    queryFn: ({ signal }): Promise<Project> => call(getProject, { params: { project } }, signal),
    ...shown,
  })

/** One release with its README, facts and files. */
export const releaseQuery = (project: string, version: string) =>
  queryOptions({
    queryKey: [getRelease.id, normalizeName(project), version],
    queryFn: ({ signal }): Promise<Release> =>
      call(getRelease, { params: { project, version } }, signal),
    ...shown,
  })

/** Downloads of the last 30 days; a figure that is some minutes old is as good. */
export const downloadsQuery = (project: string) =>
  queryOptions({
    queryKey: [getProjectDownloads.id, normalizeName(project)],
    queryFn: ({ signal }): Promise<ProjectDownloads> =>
      call(getProjectDownloads, { params: { project } }, signal),
    staleTime: 300_000,
    ...shown,
  })

/** The projects in which the signed-in person has a role. */
export const ownProjectsQuery = () =>
  queryOptions({
    queryKey: [listOwnProjects.id],
    queryFn: async ({ signal }) => (await call(listOwnProjects, {}, signal)).items,
    ...shown,
  })

/** After a change to a project: everything that tells of projects is asked for again. */
export async function forgetProjects(client: QueryClient): Promise<void> {
  const told: readonly string[] = [
    getProject.id,
    getRelease.id,
    listDeletedProjects.id,
    listDeletions.id,
    listOwnProjects.id,
    searchProjects.id,
  ]
  await client.invalidateQueries({
    predicate: ({ queryKey }) => told.includes(String(queryKey[0])),
  })
}
