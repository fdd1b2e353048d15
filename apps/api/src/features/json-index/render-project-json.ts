import type { Config } from '../../config.ts'
import type { Db } from '../../infra/db/database.ts'
import {
  listJsonReleases,
  readJsonFiles,
  type JsonFileRow,
  type JsonProject,
  type JsonRelease,
} from './json-index.queries.ts'
import { presentInfo } from './present-info.ts'

const ROLES = { owner: 'Owner', maintainer: 'Maintainer' } as const

/**
 * The answer of `/pypi/<name>/json`, or with `canonicalVersion` that of `/pypi/<name>/<version>/json`,
 * which has no `releases`; undefined without such a release. Shape: PyPI's JSON API, keys in order.
 * The content is at least as new as the project's serial that it carries.
 */
export async function renderProjectJson(
  db: Db,
  config: Pick<Config, 'PUBLIC_URL'>,
  project: JsonProject,
  filesUrl: string,
  canonicalVersion?: string,
): Promise<Buffer | undefined> {
  const releases = await listJsonReleases(db, project.id, canonicalVersion)
  const shown = releases.toSorted(compareForVisitors)[0]
  if (shown === undefined) return undefined
  const described = await db.release.findUnique({
    where: { id: shown.id },
    select: {
      requiresPython: true,
      summary: true,
      metadata: true,
      readme: { select: { source: true, contentType: true } },
      description: { select: { source: true, contentType: true, links: true } },
    },
  })
  if (described === null) return undefined
  const files = await renderFiles(db, project.id, releases, filesUrl, canonicalVersion)
  const { roles } = project
  const ownership = {
    organization: null,
    roles: roles.map(({ role, user }) => ({ role: ROLES[role], user })),
  }
  const info = presentInfo({ ...shown, ...described }, project, config.PUBLIC_URL)
  const parts = [`{"info":${JSON.stringify(info)},"last_serial":${project.serial}`]
  parts.push(`,"ownership":${JSON.stringify(ownership)}`)
  if (canonicalVersion === undefined) {
    const byVersion = releases
      .toSorted((left, right) => (left.version < right.version ? -1 : 1))
      .map(({ id, version }) => `${JSON.stringify(version)}:[${files.get(id) ?? ''}]`)
    parts.push(`,"releases":{${byVersion.join(',')}}`)
  }
  parts.push(`,"urls":[${files.get(shown.id) ?? ''}],"vulnerabilities":[]}\n`)
  return Buffer.from(parts.join(''))
}

/** The order of `refreshLatest`: unyanked first, then finals, then PEP 440. */
function compareForVisitors(left: JsonRelease, right: JsonRelease): number {
  const isYanked = (release: JsonRelease) => Number(release.yankedAt !== null)
  return (
    isYanked(left) - isYanked(right) ||
    Number(left.isPrerelease) - Number(right.isPrerelease) ||
    (left.sortKey > right.sortKey ? -1 : 1)
  )
}

/** The files of each release by name, as JSON objects separated by commas. */
async function renderFiles(
  db: Db,
  projectId: string,
  releases: readonly JsonRelease[],
  filesUrl: string,
  canonicalVersion: string | undefined,
): Promise<Map<string, string>> {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const rendered = new Map<string, string[]>()
  const only = canonicalVersion === undefined ? undefined : releases[0]
  // A file's key is its release's, a space and the filename; "!" is the character after the space.
  const range =
    only === undefined ? { from: '' } : { from: `${only.sortKey} `, before: `${only.sortKey}!` }
  for await (const run of readJsonFiles(db, projectId, range)) {
    for (const file of run) {
      const release = byId.get(file.releaseId)
      if (release === undefined) continue
      const json = JSON.stringify(presentJsonFile(file, release, filesUrl))
      const list = rendered.get(release.id)
      if (list === undefined) rendered.set(release.id, [json])
      else list.push(json)
    }
  }
  // Within a release the key's order is the filename's.
  return new Map([...rendered].map(([id, files]) => [id, files.join(',')]))
}

function presentJsonFile(
  file: JsonFileRow,
  release: JsonRelease,
  filesUrl: string,
): Record<string, unknown> {
  const uploadedAt = file.uploadedAt.toISOString()
  return {
    comment_text: '',
    'core-metadata': file.metadataSha256 === null ? false : { sha256: file.metadataSha256 },
    digests: { blake2b_256: file.blake2b256, md5: file.md5, sha256: file.sha256 },
    downloads: -1,
    filename: file.filename,
    has_sig: false,
    md5_digest: file.md5,
    packagetype: file.kind === 'wheel' ? 'bdist_wheel' : 'sdist',
    python_version: file.pythonTag,
    requires_python: file.requiresPython,
    size: Number(file.size),
    upload_time: uploadedAt.slice(0, 19),
    upload_time_iso_8601: uploadedAt,
    url: `${filesUrl}/${file.storagePath}`,
    yanked: release.yankedAt !== null,
    yanked_reason: release.yankedReason,
  }
}
