import type { Prisma } from '@wheelhouse/database'
import type { Release, ReleaseSummary, Visibility } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import { splitProjectUrl, type CoreMetadata } from '../../packaging/core-metadata.ts'
import { withoutRemoteImages } from '../../readme/without-remote-images.ts'
import { presentFile } from '../files/present-file.ts'

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
  files: {
    where: { state: 'published' },
    orderBy: { sortKey: 'asc' },
    include: { provenance: { select: { summary: true } } },
  },
} as const satisfies Prisma.ReleaseInclude
type ReleaseRow = Prisma.ReleaseGetPayload<{ include: typeof withContent }>

/** A release as its page shows it; the metadata is what the archive says. */
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
    projectUrls: projectUrls(metadata),
    files: release.files.map((file) =>
      presentFile(file, { ...project, version: release.version }, config),
    ),
  }
}

function presentReadme({ readme }: ReleaseRow, config: Config): Release['readme'] {
  if (readme === null) return null
  const html = config.README_IMAGES === 'off' ? withoutRemoteImages(readme.html) : readme.html
  return { html, kind: readme.kind }
}

/** Commas by the standard; spaces where there is no comma, as old packages have it. */
function splitKeywords(keywords: string | undefined): string[] {
  if (keywords === undefined) return []
  const parts = keywords.split(keywords.includes(',') ? ',' : /\s+/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** Links of a release, the deprecated single fields last and only if they add one. */
function projectUrls(metadata: Omit<CoreMetadata, 'raw' | 'description'>): Release['projectUrls'] {
  const urls = metadata.projectUrls.flatMap((text) => {
    const split = splitProjectUrl(text)
    return split === undefined ? [] : [{ label: split.label, url: split.url }]
  })
  const single = [
    { label: 'Homepage', url: metadata.homePage },
    { label: 'Download', url: metadata.downloadUrl },
  ]
  for (const { label, url } of single) {
    if (url !== undefined && !urls.some((known) => known.url === url)) urls.push({ label, url })
  }
  return urls.filter(({ url }) => /^https?:\/\//i.test(url))
}
