import type { IncomingMessage, ServerResponse } from 'node:http'
import { projectKey } from '../../http/surrogate-keys.ts'
import { answerPage } from './answer-page.ts'
import type { PageCache } from './page-cache.ts'
import type { IndexNews } from './watch-index.ts'

const PREFIX = '/simple/'

/** Counters of the requests that are answered here: they have no line in the access log. */
export type HotPathCounters = { answered: number; degraded: number }

/**
 * Answers a public simple page that is in memory, before Express is called; whatever is not exactly
 * that falls through (returns false) to Express, which gives the same answer. `lasting`
 * are the installation's own headers, `fresh` those of a page that is known to be new.
 */
export function createHotPath(
  pages: PageCache,
  news: IndexNews,
  counters: HotPathCounters,
  { lasting, fresh }: Readonly<Record<'lasting' | 'fresh', Readonly<Record<string, string>>>>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const { url, method } = request
    if (method !== 'GET' && method !== 'HEAD') return false
    if (url === undefined || !url.startsWith(PREFIX) || !url.endsWith('/')) return false
    // A name that is not normalized, a query or a deeper path is not in the cache.
    const page = pages.peek(url.slice(PREFIX.length, -1))
    if (page === undefined || !page.isPublic) return false
    counters.answered += 1
    const staleness = news.staleness(page.readAt)
    if (staleness !== undefined) counters.degraded += 1
    answerPage(request, response, page, undefined, {
      ...lasting,
      ...(staleness ?? fresh),
      'Surrogate-Key': projectKey(page.name),
    })
    return true
  }
}
