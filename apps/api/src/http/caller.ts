import type { PublishedBy, PublisherIdentity, TokenAction } from '@wheelhouse/shared-types'

/** The person behind a request. */
export type CallerUser = {
  readonly id: string
  readonly username: string
  readonly emailVerified: boolean
  readonly hasSecondFactor: boolean
}

export type CallerGrant = {
  readonly action: TokenAction
  readonly target: 'account' | 'project' | 'new_project' | 'organization'
  readonly projectId: string | null
  /** Normalized name of a project that did not exist when the token was made. */
  readonly newName: string | null
}

export type SessionCaller = {
  readonly kind: 'session'
  readonly sessionId: string
  /** When the person last showed who they are. */
  readonly confirmedAt: Date
  readonly user: CallerUser
}

export type TokenCaller = {
  readonly kind: 'token'
  readonly tokenId: string
  readonly tokenName: string
  readonly expiresAt: Date | null
  readonly grants: readonly CallerGrant[]
  readonly user: CallerUser
}

/** A project that a publisher may make by its first upload. */
export type PendingProject = {
  readonly id: string
  /** Will own it. */
  readonly userId: string
  readonly name: string
  readonly normalizedName: string
}

/**
 * A trusted publisher, with a token that it got for an identity token. No person stands behind it: it
 * uploads to its projects and does nothing else, so it is no `Caller`.
 */
export type PublisherCaller = {
  readonly kind: 'publisher'
  readonly tokenId: string
  readonly publisherId: string
  readonly identity: PublisherIdentity
  /** What its identity token said of the run. */
  readonly run: PublishedBy
  readonly pending: readonly PendingProject[]
}

/** Who is asking. */
export type Caller = { readonly kind: 'anonymous' } | SessionCaller | TokenCaller

/** Where a request came from, for events and limits. */
export type Origin = {
  readonly requestId: string
  /** Network address: the socket's, or behind trusted proxies what they say. */
  readonly address: string
  readonly userAgent: string
}
