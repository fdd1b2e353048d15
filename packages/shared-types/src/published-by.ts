import * as z from 'zod/mini'

/** Kinds of trusted publishers; `oidc`: an issuer without a kind of its own. */
export const PUBLISHER_KINDS = ['github', 'gitlab', 'google', 'activestate', 'oidc'] as const
export type PublisherKind = (typeof PUBLISHER_KINDS)[number]

/** What a trusted publisher said of the run that uploaded a file. */
export const PublishedBy = z.object({
  kind: z.enum(PUBLISHER_KINDS),
  issuer: z.string(),
  /**
   * Whom people know: `owner/repository`, `group/project`, a service account's address,
   * `organization/project`, or the claims that were asked for.
   */
  name: z.string(),
  /** Address of the repository's page. */
  repositoryUrl: z.nullable(z.string()),
  /** File of the workflow: its name (GitHub), or its path (GitLab). */
  workflow: z.nullable(z.string()),
  environment: z.nullable(z.string()),
  /** Branch or tag, such as `refs/tags/v1.0`. */
  ref: z.nullable(z.string()),
  commit: z.nullable(z.string()),
})
export type PublishedBy = z.output<typeof PublishedBy>
