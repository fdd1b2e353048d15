import type { ProjectOverview } from '@wheelhouse/shared-types'
import type { Db } from '../../infra/db/database.ts'

type Row = Pick<ProjectOverview, 'owners' | 'releases' | 'files' | 'latest'> & {
  withoutSecondFactor: number
  endlessTokens: number
}

/**
 * What a project's people should know, in one question however many releases, files and people there
 * are. Tokens count where they may change the project, were not revoked and never end.
 */
export async function readOverview(db: Db, projectId: string): Promise<Row> {
  const [row] = await db.$queryRaw<[Omit<Row, 'latest'> & { latest: StoredLatest | null }]>`
    SELECT
      (SELECT count(*)::int FROM roles WHERE project_id = project.id AND role = 'owner') AS owners,
      (SELECT count(*)::int FROM roles JOIN users ON users.id = roles.principal_id
        WHERE project_id = project.id AND NOT has_second_factor) AS "withoutSecondFactor",
      (SELECT count(*)::int FROM api_tokens AS token
        JOIN roles ON roles.principal_id = token.user_id AND roles.project_id = project.id
        WHERE token.revoked_at IS NULL AND token.expires_at IS NULL AND EXISTS (
          SELECT FROM token_grants
          WHERE token_id = token.id AND action <> 'read'
            AND (target = 'account' OR token_grants.project_id = project.id)
        )) AS "endlessTokens",
      (SELECT count(*)::int FROM releases
        WHERE project_id = project.id AND state = 'published') AS releases,
      (SELECT count(*)::int FROM files
        WHERE project_id = project.id AND state = 'published') AS files,
      (SELECT json_build_object(
          'version', release.version,
          'publishedAt', release.published_at,
          'hasDescription', CASE WHEN description.release_id IS NULL
            THEN readme.release_id IS NOT NULL ELSE description.html IS NOT NULL END,
          'hasSummary', release.summary <> '',
          'hasLicense', metadata ->> 'licenseExpression' <> '' OR metadata ->> 'license' <> ''
            OR release.classifiers::text LIKE '%"License ::%',
          'hasLinks', CASE WHEN description.release_id IS NULL
            THEN metadata -> 'projectUrls' -> 0 IS NOT NULL OR metadata ->> 'homePage' <> ''
            ELSE description.links -> 0 IS NOT NULL END)
        FROM releases AS release
        LEFT JOIN readmes AS readme ON readme.release_id = release.id
        LEFT JOIN release_descriptions AS description ON description.release_id = release.id
        WHERE release.project_id = project.id AND release.version = project.latest_version
          AND release.state = 'published') AS latest
    FROM projects AS project WHERE project.id = ${projectId}::uuid`
  return { ...row, latest: row.latest === null ? null : present(row.latest) }
}

type Latest = NonNullable<ProjectOverview['latest']>
/** Null where a comparison had nothing to compare. */
type StoredLatest = Omit<Latest, 'hasLicense' | 'hasLinks'> & {
  hasLicense: boolean | null
  hasLinks: boolean | null
}

const present = (latest: StoredLatest): Latest => ({
  ...latest,
  publishedAt: new Date(latest.publishedAt).toISOString(),
  hasLicense: latest.hasLicense === true,
  hasLinks: latest.hasLinks === true,
})
