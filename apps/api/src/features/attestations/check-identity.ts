import { AttestationError } from './attestation-error.ts'
import { GITLAB, type AttestingPublisher } from './attesting-publisher.ts'
import type { CertificateClaims } from './certificate-claims.ts'

const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'
const GITHUB = 'https://github.com'
const GOOGLE_ISSUER = 'https://accounts.google.com'

/**
 * Who signed must be the trusted publisher that uploads. A publisher knows no commit, which the
 * certificate's address of the workflow ends with: the one that the certificate itself names is put in.
 * An environment is not compared: the attestation of a build may come from another job of the run.
 * @throws AttestationError
 */
export function checkIdentity(claims: CertificateClaims, publisher: AttestingPublisher): void {
  switch (publisher.kind) {
    case 'github':
      checkIssuer(claims, GITHUB_ISSUER)
      checkRepository(claims, `${GITHUB}/${publisher.repository}`)
      return checkWorkflow(claims, `/.github/workflows/${publisher.workflow}`)
    case 'gitlab': {
      const { issuer = GITLAB, repository, workflowFilepath } = publisher
      checkIssuer(claims, issuer)
      checkRepository(claims, `${issuer}/${repository}`)
      return checkWorkflow(claims, `//${workflowFilepath}`)
    }
    case 'google':
      checkIssuer(claims, GOOGLE_ISSUER)
      if (claims.subject === publisher.email) return
      throw new AttestationError(
        'attestations-email',
        `the certificate is for '${shown(claims.subject)}', not for the publisher's '${publisher.email}'`,
      )
  }
}

function checkIssuer({ issuer }: CertificateClaims, expected: string): void {
  if (issuer === expected) return
  throw new AttestationError(
    'attestations-issuer',
    `the certificate is for an identity of '${shown(issuer)}', not of '${expected}'`,
  )
}

/** Both services take the name of a repository in any case. */
function checkRepository({ sourceRepositoryUrl }: CertificateClaims, expected: string): void {
  if (sourceRepositoryUrl?.toLowerCase() === expected.toLowerCase()) return
  throw new AttestationError(
    'attestations-repository',
    `the certificate is for the repository '${shown(sourceRepositoryUrl)}', not for '${expected}'`,
  )
}

function checkWorkflow(claims: CertificateClaims, path: string): void {
  const { buildConfigUrl, sourceRepositoryUrl, sourceCommit, sourceRef } = claims
  const isExpected = [sourceCommit, sourceRef].some(
    (end) => end !== undefined && buildConfigUrl === `${sourceRepositoryUrl}${path}@${end}`,
  )
  if (isExpected) return
  throw new AttestationError(
    'attestations-workflow',
    `the certificate is for the workflow '${shown(buildConfigUrl)}', not for '${path}' of the publisher's repository`,
  )
}

const shown = (claim: string | undefined) => claim?.slice(0, 200) ?? 'none'
