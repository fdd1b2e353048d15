import type { GithubLookup, LookupResult } from '@wheelhouse/shared-types'

/** Owners for whom the mock's GitHub cannot be asked, by the trouble that there is. */
const TROUBLES = {
  'github-off': 'off',
  'github-limited': 'limited',
  'github-unreachable': 'unreachable',
} as const

/** What the mock's GitHub does not have begins so. */
const MISSING = 'missing-'

/** A look at a made-up GitHub, which has everything but what is called `missing-…`. */
export function lookAtGithub(asked: {
  owner: string
  repository?: string | undefined
  workflow?: string | undefined
}): GithubLookup {
  const owner = asked.owner.toLowerCase()
  const trouble = TROUBLES[owner as keyof typeof TROUBLES] ?? null
  const see = (name: string | undefined, within: LookupResult): LookupResult => {
    if (name === undefined || trouble !== null || within === 'unknown') return 'unknown'
    return within === 'missing' || name.startsWith(MISSING) ? 'missing' : 'found'
  }
  const ownerFound = see(owner, 'found')
  const repository = see(asked.repository, ownerFound)
  return {
    owner: ownerFound,
    ownerId: ownerFound === 'found' ? numberOf(owner) : null,
    repository,
    workflow: see(asked.workflow, repository),
    trouble,
  }
}

/** The same number for a name every time. */
function numberOf(name: string): string {
  let number = 7
  for (const letter of name) number = (number * 31 + (letter.codePointAt(0) ?? 0)) % 100_000_007
  return String(number + 1)
}
