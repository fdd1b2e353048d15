import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { withFileCount } from './present-release.ts'
import { releaseOf } from './releases.queries.ts'
import { yankNews } from './yank-news.ts'

export type YankChange = {
  readonly versions: readonly string[]
  /** Empty for a yank without one; undefined takes the yanks back. */
  readonly reason: string | undefined
  readonly actor: Actor
  /** Where the request came from; an operator's command comes from nowhere. */
  readonly origin?: Origin
}

/**
 * Yanks releases of a locked project (PEP 592) or takes the yanks back, with page, events, journal and a
 * mail to the owners: all of them, or none. Yanking a yanked release again changes its reason; one that
 * is as it is to be stays untouched. Returns each once, in the order of the versions, and the serial:
 * undefined when nothing changes.
 * @throws ProblemError `not_found`
 */
export async function changeYank(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config' | 'secrets'>,
  project: ProjectWithRoles,
  { versions, reason, actor, origin }: YankChange,
) {
  const isYank = reason !== undefined
  const yankedReason = reason === undefined || reason === '' ? null : reason
  const found = await findReleases(tx, project, versions)
  const changed = found.filter(
    ({ yankedAt, yankedReason: old }) => isYank !== (yankedAt !== null) || old !== yankedReason,
  )
  if (changed.length === 0) return { releases: found, serial: undefined }
  const at = deps.clock.now()
  const ids = changed.map(({ id }) => id)
  const yanked = { id: { in: ids }, yankedAt: { not: null } }
  if (isYank) {
    await tx.release.updateMany({ where: yanked, data: { yankedReason } })
    const fresh = { id: { in: ids }, yankedAt: null }
    await tx.release.updateMany({ where: fresh, data: { yankedAt: at, yankedReason } })
  } else {
    await tx.release.updateMany({ where: yanked, data: { yankedAt: null, yankedReason: null } })
  }
  await refreshLatest(tx, project.id)
  for (const { version } of changed) {
    await recordEvent(tx, {
      kind: isYank ? 'release-yanked' : 'release-unyanked',
      actor,
      at,
      projectId: project.id,
      details: { version, ...(isYank ? { reason } : {}) },
      ...(origin === undefined ? {} : { from: { origin, secrets: deps.secrets } }),
    })
  }
  const told = changed.map(({ version }) => version)
  const news = yankNews(project.name, told, actor.name, reason)
  await mailPeople(tx, deps.config, project, 'owners', news)
  const sortKeys = changed.flatMap(({ files }) => files.map((file) => file.sortKey))
  await rewritePages(tx, project, sortKeys)
  const action = isYank ? ('yank release' as const) : ('unyank release' as const)
  const serial = await advanceIndex(
    tx,
    told.map((version) => ({ project, version, action, actor: actor.name, at })),
  )
  const now = { yankedAt: isYank ? at : null, yankedReason }
  return {
    releases: found.map((one) => (ids.includes(one.id) ? { ...one, ...now } : one)),
    serial,
  }
}

/** Each release once, in the order in which they are named. @throws ProblemError `not_found` */
async function findReleases(tx: Tx, project: ProjectWithRoles, versions: readonly string[]) {
  const wanted = versions.map((version) => releaseOf(project.id, version))
  const rows = await tx.release.findMany({
    where: {
      projectId: project.id,
      state: 'published',
      canonicalVersion: { in: wanted.map(({ canonicalVersion }) => canonicalVersion) },
    },
    include: { ...withFileCount, files: { select: { sortKey: true } } },
  })
  const found = new Map(rows.map((release) => [release.canonicalVersion, release]))
  const releases = wanted.map(({ canonicalVersion }, index) => {
    const release = found.get(canonicalVersion)
    if (release === undefined) throw notFound(`The release ${versions[index]}`)
    return release
  })
  return [...new Set(releases)]
}
