import type { File } from '@wheelhouse/database'
import type { DistributionFile, PublishedBy, Visibility } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'

export function presentFile(
  file: File,
  visibility: Visibility,
  { FILES_URL, ownFilesUrl }: Pick<Config, 'FILES_URL' | 'ownFilesUrl'>,
): DistributionFile {
  const url = `${visibility === 'public' ? FILES_URL : ownFilesUrl}/${file.storagePath}`
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
  }
}
