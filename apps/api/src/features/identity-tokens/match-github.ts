import { fileOfRef, isSameName, textClaim, type Claims } from './claims.ts'
import type { IdentityOf, Provider } from './provider.ts'

type Github = IdentityOf<'github'>

/** Runs code of strangers' pull requests with the rights of the repository. */
const REFUSED_EVENT = 'pull_request_target'

/**
 * Workflows of GitHub Actions. `sub` is not looked at, since its form is for each organization to
 * choose; the number of the owner's account is, since names of accounts are given away again. A
 * workflow that another repository lent does not match: `job_workflow_ref` names that repository.
 */
export const githubProvider: Provider<'github'> = {
  kind: 'github',
  shown: ['repository', 'repository_owner_id', 'job_workflow_ref', 'environment', 'event_name'],

  candidates: (claims) => {
    const repository = textClaim(claims, 'repository')
    const ownerId = textClaim(claims, 'repository_owner_id')
    const workflow = workflowOf(claims)
    const [owner, name, ...more] = repository?.split('/') ?? []
    if (ownerId === undefined || workflow === undefined) return []
    if (owner === undefined || name === undefined || more.length > 0) return []
    const base = { kind: 'github', owner, ownerId, repository: name, workflow } as const
    const environment = textClaim(claims, 'environment')?.toLowerCase() ?? null
    const any = { ...base, environment: null }
    return environment === null ? [any] : [{ ...base, environment }, any]
  },

  mismatch: (identity, claims) => {
    const { owner, ownerId, repository, workflow, environment } = identity
    if (!isSameName(claims, 'repository', `${owner}/${repository}`)) return 'repository'
    if (!isSameName(claims, 'repository_owner', owner)) return 'repository_owner'
    if (ownerId === null || textClaim(claims, 'repository_owner_id') !== ownerId) {
      return 'repository_owner_id'
    }
    const event = textClaim(claims, 'event_name')
    if (event === undefined || event === REFUSED_EVENT) return 'event_name'
    if (workflowOf(claims) !== workflow) return 'job_workflow_ref'
    if (environment !== null && !isSameName(claims, 'environment', environment)) {
      return 'environment'
    }
    return undefined
  },

  precision: ({ environment }) => (environment === null ? 0 : 1),

  describe: ({ owner, repository, workflow }, claims) => ({
    name: textClaim(claims, 'repository') ?? `${owner}/${repository}`,
    repositoryUrl: `https://github.com/${owner}/${repository}`,
    workflow,
    environment: textClaim(claims, 'environment') ?? null,
    ref: textClaim(claims, 'ref') ?? null,
    commit: textClaim(claims, 'sha') ?? null,
  }),
}

/** The file of the workflow, in the token's own repository, at the token's own ref or commit. */
function workflowOf(claims: Claims): Github['workflow'] | undefined {
  const repository = textClaim(claims, 'repository')
  if (repository === undefined) return undefined
  return fileOfRef(textClaim(claims, 'job_workflow_ref'), `${repository}/.github/workflows/`, [
    textClaim(claims, 'ref'),
    textClaim(claims, 'sha'),
  ])
}
