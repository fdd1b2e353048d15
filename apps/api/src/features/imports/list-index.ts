import { isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import type { SourceAccess } from './fetch-source.ts'
import { readIndexPage } from './read-index-page.ts'
import { selectFiles, type Selection } from './select-files.ts'
import { SourceError } from './source-error.ts'
import type { Listing } from './source-file.ts'

export type IndexQuery = Selection & {
  /** Every project of a root page. */
  readonly all: boolean
}

/** A page was read, or could not be. */
export type Listed =
  | { readonly listing: Listing }
  | { readonly fault: SourceError; readonly address: string }

/** Pages that are read before their files' turn comes. */
const AHEAD = 4

/**
 * The files of an index by project, in the order asked for. With names, `url` is a root and a page
 * is read for each; without, it is a project's page, or with `all` a root. A page that cannot be read
 * is a fault in its place.
 * @throws SourceError for a root page when nothing says which projects.
 */
export async function* listIndex(
  url: URL,
  query: IndexQuery,
  access: SourceAccess,
  signal: AbortSignal,
): AsyncGenerator<Listed> {
  if (query.projects !== undefined) {
    yield* listProjects(url, query.projects, query, access, signal)
    return
  }
  const { page, url: found } = await readIndexPage(url, access, signal)
  if (page.kind === 'project') {
    const owner = page.name === undefined ? undefined : normalizeName(page.name)
    yield { listing: selectFiles(page.files, query, owner) }
    return
  }
  if (!query.all) {
    throw new SourceError(
      `this is the root of an index with ${page.names.length} projects: name some with --project, or take --all`,
    )
  }
  const names = new Set(page.names.filter(isValidName).map(normalizeName))
  yield* listProjects(found, names, query, access, signal)
}

async function* listProjects(
  root: URL,
  names: ReadonlySet<string>,
  query: IndexQuery,
  access: SourceAccess,
  signal: AbortSignal,
): AsyncGenerator<Listed> {
  const folder = new URL(root)
  folder.hash = ''
  if (!folder.pathname.endsWith('/')) folder.pathname += '/'
  const list = async (name: string): Promise<Listed> => {
    const address = new URL(`${name}/`, folder)
    // A query such as a key of the index holds for its pages too.
    address.search = folder.search
    try {
      const { page } = await readIndexPage(address, access, signal)
      if (page.kind === 'root') throw new SourceError('no page of a project')
      return { listing: selectFiles(page.files, { ...query, projects: new Set([name]) }, name) }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      return { fault: error, address: `${address.host}${address.pathname}` }
    }
  }
  const waiting: Promise<Listed>[] = []
  for (const name of names) {
    const page = list(name)
    // Its fault counts when its turn comes, also when that is later.
    page.catch(() => {})
    waiting.push(page)
    if (waiting.length >= AHEAD) yield await waiting.shift()!
  }
  for (const page of waiting) yield await page
}
