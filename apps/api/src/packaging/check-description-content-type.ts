import { PackagingError, quoteForMessage } from './packaging-error.ts'

const TYPES = new Set(['text/plain', 'text/x-rst', 'text/markdown'])
const VARIANTS = new Set(['gfm', 'commonmark'])

/**
 * Description-Content-Type: one of three types, UTF-8 only, Markdown as GFM or CommonMark.
 * @throws PackagingError `metadata-description-content-type`
 */
export function checkDescriptionContentType(value: string | undefined): void {
  if (value === undefined) return
  const refuse = (what: string): never => {
    throw new PackagingError(
      'metadata-description-content-type',
      `Invalid metadata: Description-Content-Type ${quoteForMessage(value)}: ${what}.`,
    )
  }
  const [type = '', ...parameters] = value.split(';').map((part) => part.trim())
  if (!TYPES.has(type.toLowerCase())) refuse('use text/plain, text/x-rst or text/markdown')
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const key = parameter.slice(0, Math.max(equals, 0)).trim().toLowerCase()
    const given = parameter
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase()
    if (key === 'charset' && given !== 'utf-8') refuse('use charset=UTF-8')
    if (key === 'variant' && type.toLowerCase() === 'text/markdown' && !VARIANTS.has(given)) {
      refuse('use variant=GFM or variant=CommonMark')
    }
  }
}
