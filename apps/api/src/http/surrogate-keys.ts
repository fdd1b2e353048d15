import type { Config } from '../config.ts'

/** On what tells of many projects: the root index and the feeds of the index. */
export const ALL_PROJECTS = 'all-projects'
/** On the simple page and the JSON of a project, and on the answer that there is none. */
export const projectKey = (normalizedName: string) => `project/${normalizedName}`
/** On its files: their content never changes, and a new upload must not throw them out. */
export const filesKey = (normalizedName: string) => `files/${normalizedName}`

/** How long a cache that is told of changes may keep a simple page. */
const PURGED_CACHE = 'max-age=86400, stale-while-revalidate=300, stale-if-error=86400'

/**
 * What a simple page carries for the caches at the edge beside its key: where somebody tells them of
 * changes (`PURGE_URL`), they may keep it for a day, whatever clients may do.
 */
export function edgeLifetime({
  PURGE_URL,
}: Pick<Config, 'PURGE_URL'>): Readonly<Record<string, string>> {
  return PURGE_URL === undefined ? {} : { 'Surrogate-Control': PURGED_CACHE }
}
