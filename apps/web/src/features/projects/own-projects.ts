import type { OwnProject } from '@wheelhouse/shared-types'

export const SORTS = ['name', 'updated'] as const
export type Sort = (typeof SORTS)[number]

/** The projects whose name or summary holds the words, in the asked order. */
export function pickOwnProjects(
  projects: readonly OwnProject[],
  words: string,
  sort: Sort,
): OwnProject[] {
  const wanted = words.trim().toLowerCase()
  const found = projects.filter(({ name, summary }) =>
    `${name} ${summary}`.toLowerCase().includes(wanted),
  )
  return sort === 'name'
    ? found.toSorted((a, b) => (a.normalizedName < b.normalizedName ? -1 : 1))
    : found.toSorted((a, b) => (a.updatedAt > b.updatedAt ? -1 : 1))
}
