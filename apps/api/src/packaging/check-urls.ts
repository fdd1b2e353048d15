import { splitProjectUrl } from './core-metadata.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'

const MAX_LABEL = 32

function refuse(text: string): never {
  throw new PackagingError('metadata-url', `Invalid metadata: ${text}`)
}

/** Only web addresses become links; anything else could run script or leak. */
function isWebUrl(url: string): boolean {
  return /^https?:\/\//i.test(url) && !/[\s\p{Cc}]/u.test(url)
}

/** @throws PackagingError `metadata-url` */
export function checkUrl(header: string, url: string | undefined): void {
  if (url !== undefined && !isWebUrl(url)) {
    refuse(
      `${header} ${quoteForMessage(url)} is not a valid url; it must begin with http:// or https://.`,
    )
  }
}

/**
 * `Label, URL` pairs: labels of 1 to 32 characters, each once.
 * @throws PackagingError `metadata-url`
 */
export function checkProjectUrls(values: readonly string[]): void {
  const labels = new Set<string>()
  for (const value of values) {
    const pair = splitProjectUrl(value)
    if (pair === undefined)
      refuse(
        `Project-URL ${quoteForMessage(value)} must be a label and a URL with a comma between.`,
      )
    const length = Array.from(pair.label).length
    if (length === 0 || length > MAX_LABEL) {
      refuse(
        `Project-URL ${quoteForMessage(value)}: the label must have 1 to ${MAX_LABEL} characters.`,
      )
    }
    if (labels.has(pair.label))
      refuse(`Project-URL ${quoteForMessage(value)}: the label is given twice.`)
    labels.add(pair.label)
    checkUrl(`Project-URL ${quoteForMessage(pair.label)}:`, pair.url)
  }
}
