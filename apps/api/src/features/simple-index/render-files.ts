import type { DistributionKind } from '@wheelhouse/database'

/** What the simple page shows of one file. */
export type ListedFile = {
  readonly filename: string
  readonly storagePath: string
  readonly kind: DistributionKind
  readonly sha256: string
  readonly size: bigint
  readonly requiresPython: string | null
  readonly metadataSha256: string | null
  readonly uploadedAt: Date
  readonly yanked: boolean
  readonly yankedReason: string | null
  /** Path of its provenance document (PEP 740) in the site; null where it has none. */
  readonly provenancePath: string | null
}

/**
 * Stands in stored pages where `FILES_URL` goes when they are served, so that a new address needs
 * no rendering. Neither form can hold this character by itself.
 */
export const FILES_PLACEHOLDER = '\u0001'
/** The same for `PUBLIC_URL`, which provenance documents have. */
export const SITE_PLACEHOLDER = '\u0002'

/** Anchors of the HTML form (PEP 503, 592, 714, 740; frozen at 1.4 by PEP 833), one per line. */
export function renderHtmlFiles(files: readonly ListedFile[]): string {
  return files.map(renderAnchor).join('')
}

function renderAnchor(file: ListedFile): string {
  const attributes = [`href="${escapeHtml(`${urlOf(file)}#sha256=${file.sha256}`)}"`]
  if (file.requiresPython !== null) {
    attributes.push(`data-requires-python="${escapeHtml(file.requiresPython)}"`)
  }
  // Without a value, pip takes the attribute for "not yanked".
  if (file.yanked) attributes.push(`data-yanked="${escapeHtml(file.yankedReason ?? '')}"`)
  if (file.metadataSha256 !== null) {
    const metadata = `sha256=${file.metadataSha256}`
    attributes.push(`data-dist-info-metadata="${metadata}"`, `data-core-metadata="${metadata}"`)
  }
  if (file.provenancePath !== null) {
    attributes.push(`data-provenance="${SITE_PLACEHOLDER}${escapeHtml(file.provenancePath)}"`)
  }
  return `    <a ${attributes.join(' ')}>${escapeHtml(file.filename)}</a><br />\n`
}

/** Objects of the JSON form (PEP 691, 700, 714, 740), separated by commas, without brackets. */
export function renderJsonFiles(files: readonly ListedFile[]): string {
  return files.map(renderObject).join(',')
}

const ESCAPED_FILES = JSON.stringify(FILES_PLACEHOLDER).slice(1, -1)
const ESCAPED_SITE = JSON.stringify(SITE_PLACEHOLDER).slice(1, -1)

function renderObject(file: ListedFile): string {
  const text = JSON.stringify(toJsonFile(file)).replace(ESCAPED_FILES, FILES_PLACEHOLDER)
  return file.provenancePath === null ? text : text.replace(ESCAPED_SITE, SITE_PLACEHOLDER)
}

function toJsonFile(file: ListedFile): Record<string, unknown> {
  const metadata = file.metadataSha256 === null ? false : { sha256: file.metadataSha256 }
  return {
    // First, because the mark in it is the first that `renderObject` finds.
    url: urlOf(file),
    'core-metadata': metadata,
    // Old pdm and uv read this name; PEP 714 forbids the one without `data-` in JSON.
    'data-dist-info-metadata': metadata,
    filename: file.filename,
    hashes: { sha256: file.sha256 },
    // Before what people write, for the same reason.
    provenance: file.provenancePath === null ? null : `${SITE_PLACEHOLDER}${file.provenancePath}`,
    'requires-python': file.requiresPython,
    size: Number(file.size),
    'upload-time': file.uploadedAt.toISOString(),
    yanked: file.yanked && file.yankedReason ? file.yankedReason : file.yanked,
  }
}

const urlOf = (file: ListedFile) => `${FILES_PLACEHOLDER}/${file.storagePath}`

const HTML_ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

/** For text and double-quoted attributes; control characters other than the mark for files become spaces. */
export function escapeHtml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (char) => HTML_ESCAPES[char]!)
      // oxlint-disable-next-line no-control-regex -- they are what is removed
      .replace(/[\u0000\u0002-\u001f\u007f]/g, ' ')
  )
}
