import type { ProjectRow } from './db.ts'
import type { ProjectEventRow } from './project-events.ts'

/** Projects whose history has a past; the others begin with what is done now. */
const WITH_PAST = ['many-releases', 'forty-files']
const NEWEST_FILES = 30

/** A history for some projects: how they began, their files, their yanks; oldest first. */
export function seedProjectEvents(projects: readonly ProjectRow[]): ProjectEventRow[] {
  return projects
    .filter(({ name }) => WITH_PAST.includes(name))
    .flatMap((project) => {
      const { normalizedName: of, createdAt, releases } = project
      const event = (
        kind: string,
        at: string,
        details: ProjectEventRow['details'],
        actor = 'owner',
      ) => ({
        id: `${of} ${kind} ${String(details.filename ?? at)}`,
        project: of,
        kind,
        at,
        actor,
        details,
      })
      const files = releases.flatMap(({ version, files: those, publishedAt }) =>
        those.map(({ filename, size }) =>
          event('file-uploaded', publishedAt, { version, filename, size }, 'maintainer (token ci)'),
        ),
      )
      const yanks = releases.flatMap(({ version, yanked, yankedReason, publishedAt }) =>
        yanked
          ? [event('release-yanked', publishedAt, { version, reason: yankedReason ?? '' })]
          : [],
      )
      const rest = [...files.slice(-NEWEST_FILES), ...yanks]
      return [
        event('project-created', createdAt, {}),
        ...rest.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      ]
    })
}
