import type { ReleaseSummary } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed, refuseWhenQuarantined } from '../projects/projects.policy.ts'
import { lockProject, type ProjectWithRoles } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { releaseOf } from './releases.queries.ts'
import { presentReleaseSummary, withFileCount } from './present-release.ts'
import { yankNews } from './yank-news.ts'

/**
 * Yanks releases (PEP 592) or takes the yanks back (`reason` undefined), with page, events, journal and
 * a mail to the owners: all of them, or none. Yanking a yanked release again changes its reason; one
 * that is as it is to be stays untouched. Answers with all of them, in the order of the versions.
 * @throws ProblemError `not_found`, `forbidden` or `project_quarantined`.
 */
export async function setYank(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  { project: projectName, versions }: { project: string; versions: readonly string[] },
  reason: string | undefined,
): Promise<ReleaseSummary[]> {
  const isYank = reason !== undefined
  const yankedReason = reason === undefined || reason === '' ? null : reason
  const { releases, name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, projectName, caller)
    refuseUnlessAllowed(project, caller, 'yank', 'yank')
    refuseWhenQuarantined(project)
    const found = await findReleases(tx, project, versions)
    const changed = found.filter(
      ({ yankedAt, yankedReason: old }) => isYank !== (yankedAt !== null) || old !== yankedReason,
    )
    if (changed.length === 0) {
      return { releases: found, name: project.normalizedName, serial: undefined }
    }
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
    const actor = actorOf(caller)
    for (const { version } of changed) {
      await recordEvent(tx, {
        kind: isYank ? 'release-yanked' : 'release-unyanked',
        actor,
        at,
        projectId: project.id,
        details: { version, ...(isYank ? { reason } : {}) },
        from: { origin, secrets: deps.secrets },
      })
    }
    const told = changed.map(({ version }) => version)
    await mailPeople(
      tx,
      deps.config,
      project,
      'owners',
      yankNews(project.name, told, actor.name, reason),
    )
    await rewritePages(
      tx,
      project,
      changed.flatMap(({ files }) => files.map((file) => file.sortKey)),
    )
    const next = await advanceIndex(
      tx,
      told.map((version) => ({
        project,
        version,
        action: isYank ? ('yank release' as const) : ('unyank release' as const),
        actor: actor.name,
        at,
      })),
    )
    const now = { yankedAt: isYank ? at : null, yankedReason }
    return {
      releases: found.map((one) => (ids.includes(one.id) ? { ...one, ...now } : one)),
      name: project.normalizedName,
      serial: next,
    }
  })
  await tell(deps, name, serial)
  return releases.map(presentReleaseSummary)
}

async function tell(deps: Deps, name: string, serial: bigint | undefined): Promise<void> {
  if (serial === undefined) return
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
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
