import type { Prisma } from '@wheelhouse/database'
import type { Release, ReleaseSummary, Visibility } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { CoreMetadata } from '../../packaging/core-metadata.ts'
import { withoutRemoteImages } from '../../readme/without-remote-images.ts'
import { presentFile } from '../files/present-file.ts'
import { projectLinks, type ProjectLinks } from './project-links.ts'

export const withFileCount = {
  _count: { select: { files: { where: { state: 'published' } } } },
} as const
type SummaryRow = Prisma.ReleaseGetPayload<{ include: typeof withFileCount }>

export function presentReleaseSummary(release: SummaryRow): ReleaseSummary {
  return {
    version: release.version,
    publishedAt: release.publishedAt.toISOString(),
    prerelease: release.isPrerelease,
    yanked: release.yankedAt !== null,
    yankedReason: release.yankedReason,
    fileCount: release._count.files,
  }
}

export const withContent = {
  readme: true,
  description: true,
  files: {
    where: { state: 'published' },
    orderBy: { sortKey: 'asc' },
    include: { provenance: { select: { summary: true } } },
  },
} as const satisfies Prisma.ReleaseInclude
type ReleaseRow = Prisma.ReleaseGetPayload<{ include: typeof withContent }>

/**
 * A release as its page shows it; the metadata is what the archive says, but for a description and
 * links that were changed after the release.
 */
export function presentRelease(
  release: ReleaseRow,
  project: { name: string; normalizedName: string; visibility: Visibility },
  config: Config,
): Release {
  const metadata = release.metadata as unknown as Omit<CoreMetadata, 'raw' | 'description'>
  return {
    project: project.name,
    normalizedName: project.normalizedName,
    version: release.version,
    publishedAt: release.publishedAt.toISOString(),
    prerelease: release.isPrerelease,
    yanked: release.yankedAt !== null,
    yankedReason: release.yankedReason,
    summary: release.summary,
    readme: presentReadme(release, config),
    describedAt: release.description?.changedAt.toISOString() ?? null,
    requiresPython: release.requiresPython,
    license: metadata.license ?? null,
    licenseExpression: metadata.licenseExpression ?? null,
    author: metadata.author ?? null,
    authorEmail: metadata.authorEmail ?? null,
    maintainer: metadata.maintainer ?? null,
    maintainerEmail: metadata.maintainerEmail ?? null,
    keywords: splitKeywords(metadata.keywords),
    classifiers: [...metadata.classifiers],
    requiresDist: [...metadata.requiresDist],
    providesExtra: [...metadata.providesExtra],
    projectUrls:
      release.description === null
        ? projectLinks(metadata)
        : (release.description.links as ProjectLinks),
    files: release.files.map((file) =>
      presentFile(file, { ...project, version: release.version }, config),
    ),
  }
}

function presentReadme(release: ReleaseRow, config: Config): Release['readme'] {
  const { html, kind } = release.description ?? release.readme ?? { html: null, kind: null }
  if (html === null || kind === null) return null
  return { html: config.README_IMAGES === 'off' ? withoutRemoteImages(html) : html, kind }
}

/** Commas by the standard; spaces where there is no comma, as old packages have it. */
function splitKeywords(keywords: string | undefined): string[] {
  if (keywords === undefined) return []
  const parts = keywords.split(keywords.includes(',') ? ',' : /\s+/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
