/** Why a file is refused. The slug is stable: it goes into metrics, events and API answers. */
export type RefusalReason =
  // file name
  | 'filename-invalid'
  | 'filename-too-long'
  | 'filename-name-mismatch'
  | 'filename-not-normalized'
  | 'filename-version-mismatch'
  | 'wheel-filename-parts'
  | 'wheel-filename-build'
  | 'wheel-filename-version'
  | 'wheel-platform-tag'
  // any archive
  | 'archive-empty'
  | 'archive-polyglot'
  | 'archive-too-many-members'
  | 'archive-bomb'
  | 'time-budget'
  | 'member-path-absolute'
  | 'member-path-escapes'
  | 'member-path-invalid'
  | 'member-path-reserved'
  | 'member-path-conflict'
  | 'member-too-large'
  // zip
  | 'zip-not-a-zip'
  | 'zip-truncated'
  | 'zip-unknown-record'
  | 'zip-data-descriptor'
  | 'zip-encrypted'
  | 'zip-method'
  | 'zip-duplicate-name'
  | 'zip-directory-mismatch'
  | 'zip-size-mismatch'
  | 'zip-entry-comment'
  | 'zip-name-encoding'
  | 'zip-extra-field'
  | 'zip64-invalid'
  | 'zip-end-record'
  | 'zip-trailing-data'
  | 'zip-member-type'
  | 'zip-corrupt-member'
  // tar.gz
  | 'gzip-invalid'
  | 'gzip-trailing-data'
  | 'gzip-corrupt'
  | 'tar-truncated'
  | 'tar-bad-header'
  | 'tar-checksum'
  | 'tar-trailing-data'
  | 'tar-sparse'
  | 'tar-pax-header'
  | 'tar-pax-size'
  | 'tar-global-header'
  | 'tar-member-type'
  | 'tar-link-escapes'
  | 'tar-through-link'
  | 'tar-name-encoding'
  // source distribution
  | 'sdist-top-folder'
  | 'sdist-no-pkg-info'
  // wheel
  | 'wheel-no-wheel-file'
  | 'wheel-no-metadata'
  | 'wheel-no-record'
  | 'wheel-several-dist-info'
  | 'record-invalid'
  | 'record-duplicate-entry'
  | 'record-missing-entry'
  | 'record-extra-entry'
  | 'record-hash-missing'
  | 'record-hash-weak'
  | 'record-hash-mismatch'
  | 'entry-points-invalid'
  | 'license-file-missing'
  // core metadata
  | 'metadata-encoding'
  | 'metadata-malformed'
  | 'metadata-duplicate-field'
  | 'metadata-version'
  | 'metadata-name'
  | 'metadata-project-version'
  | 'metadata-local-version'
  | 'metadata-newer-field'
  | 'metadata-summary'
  | 'metadata-description-content-type'
  | 'metadata-requires-python'
  | 'metadata-requires-dist'
  | 'metadata-provides-extra'
  | 'metadata-license-expression'
  | 'metadata-license-file'
  | 'metadata-classifier'
  | 'metadata-url'
  | 'metadata-email'
  | 'metadata-dynamic'
  | 'metadata-import-name'
  // upload form
  | 'form-mismatch'

/** A refused file. `message` is one line of Latin-1 text: clients show it in the status line. */
export class PackagingError extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super(message)
    this.name = 'PackagingError'
    this.reason = reason
  }
}

const SHOWN_LENGTH = 120

/**
 * A piece of a stranger's file as it may stand in a message: one line, printable ASCII (control
 * and foreign characters as `\u{…}`), in quotes, cut after 120 characters.
 */
export function quoteForMessage(text: string): string {
  const parts: string[] = []
  for (const character of text) {
    if (parts.length >= SHOWN_LENGTH) {
      parts.push('...')
      break
    }
    const code = character.codePointAt(0) ?? 0
    if (character === '\\' || character === "'") parts.push(`\\${character}`)
    else parts.push(code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(16)}}`)
  }
  return `'${parts.join('')}'`
}
