import type { Prisma } from '@wheelhouse/database'
import {
  DESCRIPTION_TYPES,
  type DescriptionType,
  type ReleaseDescription,
} from '@wheelhouse/shared-types'
import type { Db, Tx } from '../../infra/db/database.ts'
import { notFound } from '../../http/problems.ts'
import { projectLinks, type ProjectLinks } from './project-links.ts'
import { releaseOf } from './releases.queries.ts'

const withSource = {
  readme: { select: { source: true, contentType: true } },
  description: true,
} as const satisfies Prisma.ReleaseInclude
export type DescribedRelease = Prisma.ReleaseGetPayload<{ include: typeof withSource }>

/**
 * A release with the sources of what its page says.
 * @throws ProblemError `not_found`
 */
export async function findDescribed(
  db: Db | Tx,
  projectId: string,
  version: string,
): Promise<DescribedRelease> {
  const release = await db.release.findFirst({
    where: releaseOf(projectId, version),
    include: withSource,
  })
  if (release === null) throw notFound(`The release ${version}`)
  return release
}

/** The description and links as they are shown, ready to be edited. */
export function presentDescription(release: DescribedRelease): ReleaseDescription {
  const { version, readme, description } = release
  return {
    version,
    description: description?.source ?? readme?.source ?? '',
    contentType: knownType(description?.contentType ?? readme?.contentType ?? null),
    links:
      description === null ? projectLinks(release.metadata) : (description.links as ProjectLinks),
    changed:
      description === null
        ? null
        : { at: description.changedAt.toISOString(), by: description.changedBy },
  }
}

/** Without parameters; a description without a type was reStructuredText, as on PyPI. */
function knownType(contentType: string | null): DescriptionType {
  if (contentType === null) return 'text/x-rst'
  const essence = contentType.split(';', 1)[0]!.trim().toLowerCase()
  return DESCRIPTION_TYPES.find((type) => type === essence) ?? 'text/plain'
}
