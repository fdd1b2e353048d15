import type { PublishedBy, PublisherIdentity, PublisherKind } from '@wheelhouse/shared-types'
import type { Claims } from './claims.ts'

export type IdentityOf<Kind extends PublisherKind> = Extract<PublisherIdentity, { kind: Kind }>

/** What is known of one kind of publisher (specs §4.3). All of it is pure. */
export type Provider<Kind extends PublisherKind = PublisherKind> = {
  readonly kind: Kind
  /**
   * The identities that a token can be of, as they would be stored; undefined where that cannot be
   * told from the token, and every publisher of its issuer is looked at.
   */
  candidates(claims: Claims, issuer: string): readonly IdentityOf<Kind>[] | undefined
  /** The first claim that is not what the publisher asks for; undefined when all are. */
  mismatch(identity: IdentityOf<Kind>, claims: Claims): string | undefined
  /** Of several publishers that match, the highest is the one that is meant. */
  precision(identity: IdentityOf<Kind>): number
  /** Claims by which people recognise a run, for the text of a refusal. */
  readonly shown: readonly string[]
  describe(identity: IdentityOf<Kind>, claims: Claims): Omit<PublishedBy, 'kind' | 'issuer'>
}
