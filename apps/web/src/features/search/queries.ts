import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { searchProjects } from '@wheelhouse/shared-types'
import { call } from '../../api/client.ts'

const MOST_RECENT = 8

/** The projects whose names hold `q`, page after page; all of them for no words. */
export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [searchProjects.id, q],
    queryFn: ({ pageParam, signal }) =>
      call(
        searchProjects,
        { query: { q, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    retryOnMount: false,
  })

/** The projects that changed last. */
export const recentQuery = () =>
  queryOptions({
    queryKey: [searchProjects.id, 'recent', MOST_RECENT],
    queryFn: async ({ signal }) =>
      (await call(searchProjects, { query: { q: '', limit: MOST_RECENT } }, signal)).items,
    retryOnMount: false,
  })
