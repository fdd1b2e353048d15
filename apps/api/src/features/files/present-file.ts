import type { File, Provenance } from '@wheelhouse/database'
import type { DistributionFile, FileProvenance, PublishedBy } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import { provenancePathOf } from '../integrity/provenance-path.ts'

/** Of its release: where the file stands. */
type Place = {
  readonly normalizedName: string
  readonly visibility: string
  readonly version: string
}

export function presentFile(
  file: File & { readonly provenance: Pick<Provenance, 'summary'> | null },
  place: Place,
  config: Pick<Config, 'FILES_URL' | 'ownFilesUrl' | 'PUBLIC_URL'>,
): DistributionFile {
  const { FILES_URL, ownFilesUrl } = config
  const url = `${place.visibility === 'public' ? FILES_URL : ownFilesUrl}/${file.storagePath}`
  return {
    filename: file.filename,
    kind: file.kind,
    size: Number(file.size),
    pythonTag: file.pythonTag,
    sha256: file.sha256,
    blake2b256: file.blake2b256,
    md5: file.md5,
    requiresPython: file.requiresPython,
    uploadedAt: file.uploadedAt.toISOString(),
    url,
    metadataUrl: file.metadataSha256 === null ? null : `${url}.metadata`,
    publishedBy: file.publishedBy as PublishedBy | null,
    provenance: presentProvenance(file, place, config),
  }
}

function presentProvenance(
  { filename, provenance }: Parameters<typeof presentFile>[0],
  { normalizedName, version }: Place,
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
): FileProvenance | null {
  if (provenance === null) return null
  const path = provenancePathOf(normalizedName, { version, filename })
  return { ...(provenance.summary as Omit<FileProvenance, 'url'>), url: `${PUBLIC_URL}${path}` }
}
