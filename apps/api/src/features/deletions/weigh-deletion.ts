import type { DeletionConsequences } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../infra/db/database.ts'
import { dayOf } from '../downloads/count-downloads.ts'
import { findRecipients } from '../projects/mail-people.ts'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'
import { choiceOf, type FileChoice } from './take-files.ts'

const SHOWN_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000
/** So many dependants are counted, and so many named. */
const MOST_COUNTED = 1_000
const MOST_NAMED = 10

type Told = Pick<
  DeletionConsequences,
  'kind' | 'confirm' | 'releases' | 'isLast' | 'latestVersion'
> &
  Partial<Pick<DeletionConsequences, 'invitations' | 'tokens' | 'publishers'>>

/** What a deletion of these files would take away, and who would miss it. */
export async function weighDeletion(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  project: ProjectWithRoles,
  choice: FileChoice,
  told: Told,
): Promise<DeletionConsequences> {
  const since = dayOf(new Date(clock.now().getTime() - (SHOWN_DAYS - 1) * DAY_MS))
  const audience = told.kind === 'project' ? 'people' : 'owners'
  const [sums, names, recipients] = [
    await sumFiles(db, project.id, choice, since),
    await findDependants(db, project.normalizedName),
    await findRecipients(db, project.id, audience),
  ]
  return {
    invitations: 0,
    tokens: 0,
    publishers: 0,
    ...told,
    files: Number(sums.files),
    size: Number(sums.size),
    downloads: Number(sums.downloads),
    dependants: {
      count: Math.min(names.length, MOST_COUNTED),
      isMore: names.length > MOST_COUNTED,
      names: names.toSorted().slice(0, MOST_NAMED),
    },
    mailed: recipients.map(({ user }) => user.username).toSorted(),
    undoDays: config.UNDO_DAYS,
  }
}

type Sums = { files: bigint; size: bigint; downloads: bigint }

async function sumFiles(
  db: Db,
  projectId: string,
  choice: FileChoice,
  since: string,
): Promise<Sums> {
  const [sums] = await db.$queryRaw<[Sums]>`
    SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS size,
      coalesce(sum((
        SELECT sum(count) FROM file_downloads
        WHERE file_id = files.id AND day >= ${since}::date
      )), 0)::bigint AS downloads
    FROM files
    WHERE project_id = ${projectId}::uuid AND state = 'published' AND ${choiceOf(choice)}`
  return sums
}

/** Names of public projects whose newest release requires this one; not all, where there are very many. */
async function findDependants(db: Db, normalizedName: string): Promise<string[]> {
  const projects = await db.project.findMany({
    where: {
      requires: { has: normalizedName },
      visibility: 'public',
      normalizedName: { not: normalizedName },
    },
    select: { name: true },
    take: MOST_COUNTED + 1,
  })
  return projects.map(({ name }) => name)
}
