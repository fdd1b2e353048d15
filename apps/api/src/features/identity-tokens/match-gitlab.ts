import { fileOfRef, isSameName, textClaim, type Claims } from './claims.ts'
import type { Provider } from './provider.ts'

/**
 * Pipelines of GitLab, that of gitlab.com or one that an organization runs. Environments are told
 * apart by their case here.
 */
export const gitlabProvider: Provider<'gitlab'> = {
  kind: 'gitlab',
  shown: ['project_path', 'ci_config_ref_uri', 'environment'],

  candidates: (claims, issuer) => {
    const path = textClaim(claims, 'project_path')
    const workflowFilepath = fileOf(claims, issuer)
    const slash = path?.lastIndexOf('/') ?? -1
    if (path === undefined || workflowFilepath === undefined || slash < 1) return []
    const base = {
      kind: 'gitlab',
      issuer,
      namespace: path.slice(0, slash),
      project: path.slice(slash + 1),
      workflowFilepath,
    } as const
    const environment = textClaim(claims, 'environment')
    const any = { ...base, environment: null }
    return environment === undefined ? [any] : [{ ...base, environment }, any]
  },

  mismatch: (identity, claims) => {
    const { issuer, namespace, project, workflowFilepath, environment } = identity
    const path = `${namespace}/${project}`
    const subject = textClaim(claims, 'sub')?.toLowerCase()
    if (!subject?.startsWith(`project_path:${path.toLowerCase()}:`)) return 'sub'
    if (!isSameName(claims, 'project_path', path)) return 'project_path'
    if (fileOf(claims, issuer) !== workflowFilepath) return 'ci_config_ref_uri'
    if (environment !== null && textClaim(claims, 'environment') !== environment) {
      return 'environment'
    }
    return undefined
  },

  precision: ({ environment }) => (environment === null ? 0 : 1),

  describe: ({ issuer, namespace, project, workflowFilepath }, claims) => {
    const name = textClaim(claims, 'project_path') ?? `${namespace}/${project}`
    return {
      name,
      repositoryUrl: `${issuer}/${namespace}/${project}`,
      workflow: workflowFilepath,
      environment: textClaim(claims, 'environment') ?? null,
      ref: textClaim(claims, 'ref_path') ?? textClaim(claims, 'ref') ?? null,
      commit: textClaim(claims, 'sha') ?? null,
    }
  },
}

/** The pipeline's file in the token's own project, at the token's own ref or commit. */
function fileOf(claims: Claims, issuer: string): string | undefined {
  const path = textClaim(claims, 'project_path')
  if (path === undefined) return undefined
  return fileOfRef(textClaim(claims, 'ci_config_ref_uri'), `${new URL(issuer).host}/${path}//`, [
    textClaim(claims, 'ref_path'),
    textClaim(claims, 'sha'),
  ])
}
