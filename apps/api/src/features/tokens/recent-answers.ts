import { ProblemError } from '@wheelhouse/shared-types'
import { LRUCache } from 'lru-cache'
import { isDatabaseAway } from '../../http/to-problem-error.ts'
import type { Clock } from '../../infra/clock.ts'

/** So long what the database said of a reader holds while it is away. */
const HOLDS_MS = 5 * 60_000
/** Readers, and their roles; each takes about a kilobyte. */
const MOST_ANSWERS = 10_000

/**
 * Asks the database who somebody is or what they are in a project; while it is away, what it said of
 * the same `key` in the last five minutes is the answer. A refusal ends that.
 */
export type RecentAnswers = <Answer extends object>(
  key: string,
  ask: () => Promise<Answer>,
) => Promise<Answer>

export function createRecentAnswers(clock: Clock): RecentAnswers {
  const known = new LRUCache<string, { readonly answer: object; readonly askedAt: number }>({
    max: MOST_ANSWERS,
  })
  return async <Answer extends object>(key: string, ask: () => Promise<Answer>) => {
    const askedAt = clock.now().getTime()
    try {
      const answer = await ask()
      known.set(key, { answer, askedAt })
      return answer
    } catch (error) {
      const last = known.get(key)
      const holds = last !== undefined && askedAt - last.askedAt < HOLDS_MS
      // One key always stands for the same kind of answer.
      if (holds && isDatabaseAway(error)) return last.answer as Answer
      if (error instanceof ProblemError && error.status < 500) known.delete(key)
      throw error
    }
  }
}
