import { fetchSource, type SourceAccess, type SourceAnswer } from './fetch-source.ts'
import { parseHtmlPage } from './parse-html-page.ts'
import { parseJsonPage } from './parse-json-page.ts'
import { SourceError } from './source-error.ts'
import type { SourceFile } from './source-file.ts'

/** A page of the simple repository API: the root (names as spelled there) or a project's. */
export type IndexPage =
  | { readonly kind: 'root'; readonly names: readonly string[] }
  | {
      readonly kind: 'project'
      /** As the page calls it; the HTML form does not say. */
      readonly name: string | undefined
      readonly files: readonly SourceFile[]
    }

/** JSON (PEP 691) is preferred: it has sizes and times. */
const ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.2, text/html; q=0.1'
/** The largest index has a root page of some 50 MB. */
const MOST_PAGE_BYTES = 256 * 2 ** 20

/**
 * Reads a page of another index, and where it was found after redirects.
 * @throws SourceError when it cannot be read or is no such page.
 */
export function readIndexPage(
  url: URL,
  access: SourceAccess,
  signal: AbortSignal,
): Promise<{ page: IndexPage; url: URL }> {
  return fetchSource(url, { access, accept: ACCEPT, signal }, async (answer) => {
    const type = (answer.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    const parse = PARSERS[type]
    if (parse === undefined) {
      throw new SourceError(`no page of a simple index (its type is ${type || 'not stated'})`)
    }
    return { page: parse(await readText(answer), answer.url), url: answer.url }
  })
}

const PARSERS: Readonly<Record<string, (text: string, url: URL) => IndexPage>> = {
  'application/vnd.pypi.simple.v1+json': parseJsonPage,
  'application/json': parseJsonPage,
  'application/vnd.pypi.simple.v1+html': parseHtmlPage,
  'text/html': parseHtmlPage,
}

async function readText({ body }: SourceAnswer): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_PAGE_BYTES) throw new SourceError('the page is too large')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
