import type { CoreMetadata } from '../../packaging/core-metadata.ts'
import { splitProjectUrl } from '../../packaging/core-metadata.ts'
import type { ProjectLinks } from '../releases/project-links.ts'
import type { JsonProject, JsonRelease } from './json-index.queries.ts'

export type DescribedRelease = JsonRelease & {
  readonly requiresPython: string | null
  readonly summary: string
  readonly metadata: unknown
  readonly readme: { readonly source: string; readonly contentType: string | null } | null
  /** What was written after the release in place of README and links. */
  readonly description: {
    readonly source: string
    readonly contentType: string
    readonly links: unknown
  } | null
}

/** `info` of the JSON API: keys in order, all of them always there; lists without an entry are null. */
export function presentInfo(
  release: DescribedRelease,
  project: Pick<JsonProject, 'name'>,
  publicUrl: string,
): Record<string, unknown> {
  const metadata = release.metadata as Omit<CoreMetadata, 'raw' | 'description'>
  const packageUrl = `${publicUrl}/project/${project.name}/`
  return {
    author: metadata.author ?? null,
    author_email: metadata.authorEmail ?? null,
    bugtrack_url: null,
    classifiers: metadata.classifiers,
    description: release.description?.source ?? release.readme?.source ?? '',
    description_content_type:
      release.description?.contentType ??
      release.readme?.contentType ??
      metadata.descriptionContentType ??
      null,
    docs_url: null,
    download_url: metadata.downloadUrl ?? null,
    downloads: { last_day: -1, last_month: -1, last_week: -1 },
    dynamic: listOrNull(metadata.dynamic),
    home_page: metadata.homePage ?? null,
    keywords: metadata.keywords ?? null,
    license: metadata.license ?? null,
    license_expression: metadata.licenseExpression ?? null,
    license_files: listOrNull(metadata.licenseFiles),
    maintainer: metadata.maintainer ?? null,
    maintainer_email: metadata.maintainerEmail ?? null,
    name: project.name,
    package_url: packageUrl,
    platform: listOrNull(metadata.platforms)?.join(',') ?? null,
    project_url: packageUrl,
    project_urls:
      release.description === null
        ? ownUrls(metadata)
        : byLabel(release.description.links as ProjectLinks),
    provides_extra: listOrNull(metadata.providesExtra),
    release_url: `${packageUrl}${encodeURIComponent(release.version)}/`,
    requires_dist: listOrNull(metadata.requiresDist),
    requires_python: release.requiresPython,
    summary: release.summary,
    version: release.version,
    yanked: release.yankedAt !== null,
    yanked_reason: release.yankedReason,
  }
}

function listOrNull(list: readonly string[] | undefined): readonly string[] | null {
  return list === undefined || list.length === 0 ? null : list
}

/** By label, the single fields of old metadata under the labels that they have on PyPI. */
function ownUrls(
  metadata: Omit<CoreMetadata, 'raw' | 'description'>,
): Record<string, string> | null {
  const urls = new Map<string, string>()
  if (metadata.homePage !== undefined) urls.set('Homepage', metadata.homePage)
  if (metadata.downloadUrl !== undefined) urls.set('Download', metadata.downloadUrl)
  for (const text of metadata.projectUrls) {
    const split = splitProjectUrl(text)
    if (split !== undefined) urls.set(split.label, split.url)
  }
  return byLabel([...urls].map(([label, url]) => ({ label, url })))
}

function byLabel(links: ProjectLinks): Record<string, string> | null {
  if (links.length === 0) return null
  const sorted = links.toSorted((left, right) => (left.label < right.label ? -1 : 1))
  return Object.fromEntries(sorted.map(({ label, url }) => [label, url]))
}
