import type { IncomingMessage } from 'node:http'
import type { Deps } from '../../deps.ts'
import { encodePath, parseHandoff } from '../../http/file-handoff.ts'
import { commonHeaders } from '../../http/security-headers.ts'
import { PreparedHead, type StraightResponse } from '../../http/straight-response.ts'
import type { HotPathCounters } from '../simple-index/hot-path.ts'
import type { KnownFile } from './file-cache.ts'
import { FILE_HEADERS, fileHeaders, parseFilePath } from './file-headers.ts'

/** Of a request that is judged by more than its address. */
const CONDITIONS = ['range', 'if-match', 'if-none-match', 'authorization'] as const

type Answers = { file?: PreparedHead; metadata?: PreparedHead }

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
  const answers = new WeakMap<KnownFile, Answers>()

  const layOut = (file: KnownFile, digest: string, storedAt: string) =>
    new PreparedHead('200 OK', {
      ...common,
      ...fileHeaders(`"${digest}"`, file.projectName),
      [header]: `${folder}/${encodePath(storedAt)}`,
      'Content-Length': '0',
    })

  return (request, response) => {
    const { url, method, headers } = request
    if (method !== 'GET' || url === undefined || !response.takesBytes) return false
    const wanted = parseFilePath(url)
    if (wanted === undefined || CONDITIONS.some((name) => name in headers)) return false
    const { path, isMetadata } = wanted
    const file = files.peek(path)
    if (file === undefined || !file.isPublic || news.staleness(0) !== undefined) return false
    const digest = isMetadata ? file.metadataSha256 : file.sha256
    if (digest === null) return false
    let known = answers.get(file)
    if (known === undefined) answers.set(file, (known = {}))
    if (isMetadata) known.metadata ??= layOut(file, digest, `${path}.metadata`)
    else known.file ??= layOut(file, digest, path)
    response.endWithBytes((isMetadata ? known.metadata! : known.file!).bytes())
    counters.answered += 1
    if (!isMetadata) downloads.count(file.id, headers['user-agent'])
    return true
  }
}
