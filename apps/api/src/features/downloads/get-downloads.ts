import type { getProjectDownloads as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findProject } from '../projects/projects.queries.ts'
import { dayOf } from './count-downloads.ts'
import { sumByDay, sumByInstaller, sumByVersion } from './downloads.queries.ts'

const SHOWN_DAYS = 30
const MOST_VERSIONS = 100
const DAY_MS = 24 * 60 * 60 * 1000

/** Downloads of the last 30 days, today included: every day has an entry. */
export const getDownloads: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const { db, clock } = deps
  const project = await findProject(db, params.project, caller)
  const now = clock.now().getTime()
  const days = Array.from({ length: SHOWN_DAYS }, (_, index) =>
    dayOf(new Date(now - (SHOWN_DAYS - 1 - index) * DAY_MS)),
  )
  const since = days[0]!
  const [byDay, versions, installers] = await Promise.all([
    sumByDay(db, project.id, since),
    sumByVersion(db, project.id, since, MOST_VERSIONS),
    sumByInstaller(db, project.id, since),
  ])
  const counts = new Map(byDay.map(({ day, count }) => [day, Number(count)]))
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    days: days.map((day) => ({ day, count: counts.get(day) ?? 0 })),
    versions: versions.map(({ version, count }) => ({ version, count: Number(count) })),
    installers: installers.map(({ installer, count }) => ({ installer, count: Number(count) })),
  }
}
