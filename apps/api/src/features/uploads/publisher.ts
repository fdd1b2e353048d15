import type { Origin, SessionCaller, TokenCaller } from '../../http/caller.ts'
import type { Actor } from '../events/record-event.ts'

/** Who puts a file into the index: somebody with a token or signed in, or an operator's import. */
export type Publisher =
  | {
      readonly kind: 'caller'
      readonly actor: Actor
      readonly userId: string
      readonly caller: SessionCaller | TokenCaller
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
