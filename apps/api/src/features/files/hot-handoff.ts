import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Deps } from '../../deps.ts'
import { encodePath, parseHandoff } from '../../http/file-handoff.ts'
import { commonHeaders } from '../../http/security-headers.ts'
import { PreparedHead, type StraightResponse } from '../../http/straight-response.ts'
import type { HotPathCounters } from '../simple-index/hot-path.ts'
import type { KnownFile } from './file-cache.ts'
import { FILE_HEADERS, fileHeaders, parseFilePath } from './file-headers.ts'

/** Of a request that is judged by more than its address. */
const CONDITIONS = ['range', 'if-match', 'if-none-match', 'authorization'] as const

type Answer = {
  readonly path: string
  /** As it was when the answer was laid out: another row of the same file has an answer of its own. */
  readonly file: KnownFile
  readonly isMetadata: boolean
  readonly head: PreparedHead
}

/** Addresses whose answers are laid out; one takes some two kilobytes. */
const MOST_ANSWERS = 5_000

/**
 * Hands a public file that is known in memory to the server in front (`FILES_HANDOFF`) before Express
 * is called: such an answer is a head that never changes. Whatever is not exactly that falls through
 * (returns false) to Express, which gives the same answer. Undefined without such a server, and in a
 * private index, where answers depend on who asks.
 */
export function createHotHandoff(
  { config, files, news, downloads }: Pick<Deps, 'config' | 'files' | 'news' | 'downloads'>,
  counters: HotPathCounters,
): ((request: IncomingMessage, response: StraightResponse) => boolean) | undefined {
  if (config.FILES_HANDOFF === undefined || config.PRIVATE_INDEX) return undefined
  const { header, before } = parseHandoff(config.FILES_HANDOFF)
  const folder = before(config.filesFolder)
  const common = { ...commonHeaders(config), ...FILE_HEADERS }
  const answers = new LRUCache<string, Answer>({ max: MOST_ANSWERS })

  const layOut = (address: string): Answer | undefined => {
    const wanted = parseFilePath(address)
    if (wanted === undefined) return undefined
    const { path, isMetadata } = wanted
    const file = files.peek(path)
    const digest = isMetadata ? file?.metadataSha256 : file?.sha256
    if (file?.isPublic !== true || digest == null) return undefined
    const head = new PreparedHead('200 OK', {
      ...common,
      ...fileHeaders(`"${digest}"`, file.projectName),
      [header]: `${folder}/${encodePath(isMetadata ? `${path}.metadata` : path)}`,
      'Content-Length': '0',
    })
    const answer = { path, file, isMetadata, head }
    answers.set(address, answer)
    return answer
  }
  /** Only of what is known of the file at this moment. */
  const answerFor = (address: string): Answer | undefined => {
    const known = answers.get(address)
    if (known === undefined) return layOut(address)
    if (files.peek(known.path) === known.file) return known
    answers.delete(address)
    return layOut(address)
  }
  return (request, response) => {
    const { url, method, headers } = request
    if (method !== 'GET' || url === undefined || !response.takesBytes) return false
    if (CONDITIONS.some((name) => name in headers)) return false
    const answer = answerFor(url)
    if (answer === undefined || news.staleness(0) !== undefined) return false
    response.endWithBytes(answer.head.bytes())
    counters.answered += 1
    if (!answer.isMetadata) downloads.count(answer.file.id, headers['user-agent'])
    return true
  }
}
