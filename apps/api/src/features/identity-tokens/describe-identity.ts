import type { PublisherIdentity } from '@wheelhouse/shared-types'

/** Who a publisher is, in words for mails and histories: `octo/demo on GitHub, workflow release.yml`. */
export function describeIdentity(identity: PublisherIdentity): string {
  switch (identity.kind) {
    case 'github': {
      const { owner, repository, workflow, environment } = identity
      return `${owner}/${repository} on GitHub, workflow ${workflow}${inEnvironment(environment)}`
    }
    case 'gitlab': {
      const { issuer, namespace, project, workflowFilepath, environment } = identity
      const place = new URL(issuer).host
      return `${namespace}/${project} on ${place}, pipeline ${workflowFilepath}${inEnvironment(environment)}`
    }
    case 'google':
      return `the Google account ${identity.email}${identity.sub === null ? '' : ` (${identity.sub})`}`
    case 'activestate':
      return `${identity.organization}/${identity.project} on ActiveState, by ${identity.actor}`
    case 'oidc': {
      const claims = identity.claims.map(({ name, value }) => `${name}=${value}`).join(', ')
      return `${claims} of ${identity.issuer}`
    }
  }
}

const inEnvironment = (environment: string | null) =>
  environment === null ? ', any environment' : `, environment ${environment}`
