import type { Origin, PublisherCaller, SessionCaller, TokenCaller } from '../../http/caller.ts'
import { actorOf, type Actor } from '../events/record-event.ts'

/** Who may send a file: somebody signed in, with a token of theirs, or a trusted publisher. */
export type Uploader = SessionCaller | TokenCaller | PublisherCaller

/** Who puts a file into the index: somebody who sends it, or an operator's import. */
export type Publisher =
  | {
      readonly kind: 'caller'
      readonly actor: Actor
      /** Null for a trusted publisher: no person stands behind it. */
      readonly userId: string | null
      readonly caller: Uploader
      readonly origin: Origin
    }
  | {
      /** Exempt from age and new-name limits: the file was judged where it comes from. */
      readonly kind: 'import'
      readonly actor: Actor
      /** Becomes the owner of new projects, which are then `hosted`. */
      readonly userId: string | null
      readonly origin: 'hosted' | 'imported'
      /** As the other index says. */
      readonly uploadedAt: Date
      /** Undefined: not yanked; empty: without a reason. */
      readonly yankedReason: string | undefined
    }

export type CallingPublisher = Extract<Publisher, { kind: 'caller' }>

export function publisherOf(caller: Uploader, origin: Origin): CallingPublisher {
  const userId = caller.kind === 'publisher' ? null : caller.user.id
  return { kind: 'caller', actor: actorOf(caller), userId, caller, origin }
}

/** Who will own the project that a file makes: of a trusted publisher, who registered it for the name. */
export function ownerOfNew(publisher: Publisher, normalizedName: string): string | null {
  if (publisher.kind === 'import' || publisher.caller.kind !== 'publisher') return publisher.userId
  const { pending } = publisher.caller
  return pending.find((one) => one.normalizedName === normalizedName)?.userId ?? null
}
