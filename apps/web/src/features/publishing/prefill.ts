import { BUILT_IN_ISSUERS, type PublisherKind } from '@wheelhouse/shared-types'
import { emptyIdentity, textsOf, type IdentityFields } from './identity-form.ts'

/** What a form begins with, and why. */
export type Prefill = {
  fields: IdentityFields
  /** A link said more than where the build runs: whoever made it may be somebody else. */
  fromLink: boolean
  /** The address of the repository that the fields were made of. */
  fromUrl: string | null
}

/** A text of an address is never longer than what a field may hold. */
const MOST = 500

/** A form as the query of its page asks for it: the kind and its fields, by their names. */
export function readPrefill(search: URLSearchParams, kinds: readonly PublisherKind[]): Prefill {
  const asked = search.get('kind')
  const kind = kinds.find((one) => one === asked) ?? kinds[0] ?? 'github'
  const fields = emptyIdentity(kind)
  if (kind !== asked) return { fields, fromLink: false, fromUrl: null }
  const given = textsOf(kind).filter((name) => (search.get(name) ?? '') !== '')
  for (const name of given) fields[name] = (search.get(name) ?? '').slice(0, MOST)
  return { fields, fromLink: given.length > 0, fromUrl: null }
}

/**
 * What can be told of a publisher by the addresses that a release links to: the first that is a
 * repository on GitHub or on one of the GitLab servers. `undefined` where there is none.
 */
export function prefillFromUrls(
  urls: readonly string[],
  kinds: readonly PublisherKind[],
  issuers: readonly string[],
): Prefill | undefined {
  for (const url of urls) {
    const found = readRepository(url, issuers)
    if (found === undefined || !kinds.includes(found.kind)) continue
    const fields = { ...emptyIdentity(found.kind), ...found }
    return { fields, fromLink: false, fromUrl: url }
  }
  return undefined
}

type Repository = Pick<IdentityFields, 'kind'> & Partial<IdentityFields>

/** A repository by the address of its page, or of one below it. */
export function readRepository(
  address: string,
  issuers: readonly string[] = [],
): Repository | undefined {
  const url = URL.parse(address.trim())
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const parts = url.pathname.split('/').filter((part) => part !== '')
  if (url.hostname === 'github.com' || url.hostname === 'www.github.com') {
    const [owner, repository] = parts
    if (owner === undefined || repository === undefined) return undefined
    // Pages of GitHub itself, such as the one by which somebody is supported.
    if (['orgs', 'sponsors', 'users', 'topics', 'marketplace'].includes(owner)) return undefined
    return { kind: 'github', owner, repository: withoutGit(repository) }
  }
  const servers = [BUILT_IN_ISSUERS.gitlab, ...issuers]
  const issuer = servers.find((server) => URL.parse(server)?.host === url.host)
  if (issuer === undefined) return undefined
  // What stands after a hyphen alone is a page of the project.
  const end = parts.indexOf('-')
  const path = end === -1 ? parts : parts.slice(0, end)
  const project = path.at(-1)
  if (project === undefined || path.length < 2) return undefined
  return {
    kind: 'gitlab',
    issuer,
    namespace: path.slice(0, -1).join('/'),
    project: withoutGit(project),
  }
}

const withoutGit = (name: string): string => name.replace(/\.git$/, '')
