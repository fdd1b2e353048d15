import type { IncomingMessage } from 'node:http'
import type { StraightResponse } from '../../http/straight-response.ts'
import { projectKey } from '../../http/surrogate-keys.ts'
import { matches, negotiateCoding } from '../../http/variants.ts'
import { answerPage } from './answer-page.ts'
import { negotiateForm } from './negotiate.ts'
import type { PageCache } from './page-cache.ts'
import { createPreparedAnswers } from './prepared-answers.ts'
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
): (request: IncomingMessage, response: StraightResponse) => boolean {
  const prepared = createPreparedAnswers({ ...lasting, ...fresh })
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
    if (staleness !== undefined || !response.takesBytes) {
      const key = projectKey(page.name)
      const more = { ...lasting, ...(staleness ?? fresh), 'Surrogate-Key': key }
      answerPage(request, response, page, undefined, more)
      return true
    }
    const negotiated = negotiateForm(request)
    const coding = negotiateCoding(request, page.variants[negotiated.form])
    const { etag, head, found, notModified, body } = prepared(page, negotiated, coding)
    if (matches(request.headers['if-none-match'], etag)) {
      response.endWithBytes(notModified.bytes())
    } else if (method === 'HEAD') {
      response.endWithBytes(head.bytes())
    } else {
      response.endWithBytes(found.bytes(), body)
    }
    return true
  }
}
