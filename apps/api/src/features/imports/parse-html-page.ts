import { Parser } from 'htmlparser2'
import { looksLikeDistribution } from './classify-filename.ts'
import type { IndexPage } from './read-index-page.ts'
import { SourceError } from './source-error.ts'
import type { SourceFile } from './source-file.ts'

type Anchor = { readonly attributes: Readonly<Record<string, string>>; text: string }

/**
 * The HTML form of a page (PEP 503, 592, 629), also a plain list of files; links are taken against
 * `<base href>`, else `url`. A page that links to a distribution is a project's, others are roots.
 * @throws SourceError for another major version.
 */
export function parseHtmlPage(text: string, url: URL): IndexPage {
  const { anchors, base, version } = readAnchors(text)
  if (version !== undefined && version.split('.')[0] !== '1') {
    throw new SourceError(`the page has version ${version} of the simple API; 1.x is read`)
  }
  const from = (base === undefined ? null : URL.parse(base, url.href)) ?? url
  const files = anchors.flatMap((anchor) => toSourceFile(anchor, from))
  if (files.length > 0) return { kind: 'project', name: undefined, files }
  const names = anchors.map((anchor) => anchor.text.trim()).filter((name) => name !== '')
  // A project that has no files has a page without links.
  return names.length > 0
    ? { kind: 'root', names }
    : { kind: 'project', name: undefined, files: [] }
}

function readAnchors(text: string) {
  const anchors: Anchor[] = []
  let open: Anchor | undefined
  let base: string | undefined
  let version: string | undefined
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'base') base ??= attributes.href
      if (name === 'meta' && attributes.name === 'pypi:repository-version') {
        version ??= attributes.content
      }
      if (name !== 'a' || attributes.href === undefined) return
      open = { attributes, text: '' }
      anchors.push(open)
    },
    ontext: (data) => {
      if (open !== undefined) open.text += data
    },
    onclosetag: (name) => {
      if (name === 'a') open = undefined
    },
  })
  parser.end(text)
  return { anchors, base, version }
}

/** None for a link that leads to something else. */
function toSourceFile({ attributes }: Anchor, base: URL): SourceFile[] {
  const url = URL.parse(attributes.href ?? '', base.href)
  if (url === null) return []
  const filename = lastSegment(url)
  if (!looksLikeDistribution(filename)) return []
  const [algorithm, digest] = url.hash.slice(1).split('&')[0]!.split('=')
  url.hash = ''
  const hashed = algorithm === 'sha256' || algorithm === 'md5' ? algorithm : undefined
  const yanked = attributes['data-yanked']
  const requiresPython = attributes['data-requires-python']
  return [
    {
      filename,
      place: { kind: 'url', url },
      hashes:
        hashed === undefined || digest === undefined ? {} : { [hashed]: digest.toLowerCase() },
      ...(yanked === undefined ? {} : { yankedReason: yanked }),
      ...(requiresPython ? { requiresPython } : {}),
    },
  ]
}

function lastSegment(url: URL): string {
  const segment = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
