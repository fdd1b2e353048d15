import type { ProjectDownloads } from '@wheelhouse/shared-types'
import type { ProjectRow } from './db.ts'
import { sortReleases } from './present.ts'

const DAYS = 30
const DAY = 86_400_000

/** A made-up month that is the same each time: a week's ups and downs, newer versions ahead of older. */
export function presentDownloads(project: ProjectRow, now: Date): ProjectDownloads {
  const days = Array.from({ length: DAYS }, (_, index) => {
    const at = new Date(now.getTime() - (DAYS - 1 - index) * DAY)
    const weekday = at.getUTCDay()
    const share = weekday === 0 || weekday === 6 ? 0.4 : 0.8 + ((at.getUTCDate() * 7) % 10) / 20
    const released = project.releases.length === 0 ? 0 : project.dailyDownloads
    return { day: at.toISOString().slice(0, 10), count: Math.round(released * share) }
  })
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const versions = sortReleases(project.releases)
    .slice(0, 8)
    .map(({ version }, index) => ({ version, count: Math.floor(total / 2 ** (index + 1)) }))
    .filter(({ count }) => count > 0)
  const installers = [
    { installer: 'pip', count: Math.ceil(total * 0.7) },
    { installer: 'uv', count: Math.floor(total * 0.3) },
  ].filter(({ count }) => count > 0)
  return { total, days, versions, installers }
}
