import type { getReleaseDeletion as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import type { Db } from '../../infra/db/database.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { releaseOf } from '../releases/releases.queries.ts'
import { weighDeletion } from './weigh-deletion.ts'

/** What would be lost with a release. */
export const getReleaseDeletion: UseCase<typeof endpoint> = async (
  { params },
  { deps, caller },
) => {
  const { db } = deps
  const project = await findManaged(db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'delete-release', 'manage')
  const release = await db.release.findFirst({ where: releaseOf(project.id, params.version) })
  if (release === null) throw notFound(`The release ${params.version}`)
  const next = await findLatestBeside(db, project.id, release.id)
  return weighDeletion(
    deps,
    project,
    { releaseId: release.id },
    {
      kind: 'release',
      confirm: release.version,
      releases: 1,
      isLast: next === null,
      latestVersion: next,
    },
  )
}

/** What a visitor would see first without this release; as `refreshLatest` orders them. */
async function findLatestBeside(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<string | null> {
  const [latest] = await db.$queryRaw<{ version: string }[]>`
    SELECT version FROM releases
    WHERE project_id = ${projectId}::uuid AND state = 'published' AND id <> ${releaseId}::uuid
    ORDER BY (yanked_at IS NOT NULL), is_prerelease, sort_key DESC LIMIT 1`
  return latest?.version ?? null
}
