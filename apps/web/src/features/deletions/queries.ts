import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  getFileDeletion,
  getProjectDeletion,
  getReleaseDeletion,
  listDeletedProjects,
  listDeletions,
  type DeletionConsequences,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { call } from '../../api/client.ts'

/** What is to be deleted; `target` is what must be typed: filename, version, name of the project. */
export type Doomed = {
  readonly kind: 'file' | 'release' | 'project'
  readonly project: string
  readonly target: string
}

/** What a deletion would take away: asked anew for each question, figures of before would mislead. */
export const consequencesQuery = (doomed: Doomed) =>
  queryOptions({
    queryKey: ['consequences', doomed.kind, normalizeName(doomed.project), doomed.target],
    queryFn: ({ signal }) => weigh(doomed, signal),
    gcTime: 0,
  })

function weigh(
  { kind, project, target }: Doomed,
  signal: AbortSignal,
): Promise<DeletionConsequences> {
  switch (kind) {
    case 'file':
      return call(getFileDeletion, { params: { project, filename: target } }, signal)
    case 'release':
      return call(getReleaseDeletion, { params: { project, version: target } }, signal)
    case 'project':
      return call(getProjectDeletion, { params: { project } }, signal)
  }
}

/** What can be brought back in a project, page by page. */
export const deletionsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [listDeletions.id, normalizeName(project)],
    queryFn: ({ signal, pageParam }) =>
      call(
        listDeletions,
        { params: { project }, query: pageParam === null ? {} : { cursor: pageParam } },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** Deleted projects that the signed-in person can bring back. */
export const deletedProjectsQuery = () =>
  queryOptions({
    queryKey: [listDeletedProjects.id],
    queryFn: async ({ signal }) => (await call(listDeletedProjects, {}, signal)).items,
  })
