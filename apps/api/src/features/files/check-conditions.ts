import type { IncomingMessage } from 'node:http'
import { parse } from 'range-parser'
import type { Span } from '../../infra/storage/storage.ts'

/** What the conditions of a request come to, for content that never changes and has no date. */
export type Verdict = 'proceed' | 'not-modified' | 'precondition-failed'

/**
 * RFC 9110 §13.2.2 for a strong ETag. Conditions with a date do not count: there is no Last-Modified
 * to compare with (§13.1.3, §13.1.4).
 */
export function checkConditions(request: IncomingMessage, etag: string): Verdict {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers
  if (ifMatch !== undefined && !lists(ifMatch, etag)) return 'precondition-failed'
  if (ifNoneMatch === undefined) return 'proceed'
  return lists(ifNoneMatch.replaceAll('W/"', '"'), etag) ? 'not-modified' : 'proceed'
}

/** Whether a list of ETags has this one; a weak one is another (RFC 9110 §8.8.3.2). */
function lists(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((part) => part.trim() === etag)
}

export type ChosenRange = Span | 'whole' | 'unsatisfiable'

/**
 * What a GET asks for of `size` bytes. A range that cannot be read, several ranges, and one whose
 * `If-Range` names anything but this very ETag (a date too) are answered whole (RFC 9110 §13.1.5, §14.2).
 */
export function chooseRange(request: IncomingMessage, etag: string, size: number): ChosenRange {
  const { range, 'if-range': ifRange } = request.headers
  if (request.method !== 'GET' || range === undefined) return 'whole'
  if (ifRange !== undefined && ifRange !== etag) return 'whole'
  const { code, type, ranges } = parse(size, range)
  if (type !== 'bytes' || code & MALFORMED) return 'whole'
  if (ranges.length === 0) return 'unsatisfiable'
  return ranges.length === 1 && code === 0 ? ranges[0]! : 'whole'
}

/** Bit of the parser's code for a header that breaks the grammar. */
const MALFORMED = 1
