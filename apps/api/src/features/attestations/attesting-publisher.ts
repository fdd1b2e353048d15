import type { FilePublisher } from '@wheelhouse/shared-types'
import type { PublisherCaller, SessionCaller, TokenCaller } from '../../http/caller.ts'

/**
 * A trusted publisher whose attestations can be judged: one that a certificate can name. A GitLab of
 * one's own has its address as `issuer`; its certificates come from a Sigstore of one's own too.
 */
export type AttestingPublisher =
  | {
      readonly kind: 'github'
      /** `owner/name`. */
      readonly repository: string
      /** File name in `.github/workflows`. */
      readonly workflow: string
      readonly environment?: string | undefined
    }
  | {
      readonly kind: 'gitlab'
      readonly issuer?: string | undefined
      readonly repository: string
      readonly workflowFilepath: string
      readonly environment?: string | undefined
    }
  | { readonly kind: 'google'; readonly email: string }

/**
 * The publisher behind an upload; undefined for people and their API tokens, who prove no origin, and
 * for publishers of kinds that no certificate names.
 */
export function attestingPublisherOf(
  caller: SessionCaller | TokenCaller | PublisherCaller,
): AttestingPublisher | undefined {
  if (caller.kind !== 'publisher') return undefined
  const { identity } = caller
  switch (identity.kind) {
    case 'github': {
      const { kind, owner, repository, workflow, environment } = identity
      const place = `${owner}/${repository}`
      return { kind, repository: place, workflow, environment: environment ?? undefined }
    }
    case 'gitlab': {
      const { kind, issuer, namespace, project, workflowFilepath, environment } = identity
      const repository = `${namespace}/${project}`
      const place = { kind, issuer, repository, workflowFilepath }
      return { ...place, environment: environment ?? undefined }
    }
    case 'google':
      return { kind: 'google', email: identity.email }
    default:
      return undefined
  }
}

/** As it stands in a provenance object (PEP 740), with the names that PyPI gives the kinds and claims. */
export function presentPublisher(publisher: AttestingPublisher): Record<string, string | null> {
  switch (publisher.kind) {
    case 'github': {
      const { repository, workflow, environment = null } = publisher
      return { kind: 'GitHub', repository, workflow, environment }
    }
    case 'gitlab': {
      const { repository, workflowFilepath, environment = null, issuer } = publisher
      const own = issuer === undefined || issuer === GITLAB ? {} : { issuer }
      return {
        kind: 'GitLab',
        repository,
        workflow_filepath: workflowFilepath,
        environment,
        ...own,
      }
    }
    case 'google':
      return { kind: 'Google', email: publisher.email }
  }
}

/** As the JSON API tells of it. */
export function summarizePublisher(publisher: AttestingPublisher): FilePublisher {
  switch (publisher.kind) {
    case 'github': {
      const { kind, repository, workflow, environment = null } = publisher
      return { kind, repository, workflow, environment }
    }
    case 'gitlab': {
      const { kind, repository, workflowFilepath, environment = null } = publisher
      return { kind, repository, workflowFilepath, environment }
    }
    case 'google':
      return { kind: 'google', email: publisher.email }
  }
}

export const GITLAB = 'https://gitlab.com'
