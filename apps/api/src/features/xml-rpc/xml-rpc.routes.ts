import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { readBody } from '../../http/read-body.ts'
import { answerNotAllowed, READ_HEADERS, shareUnlessPrivate } from '../../http/read-api.ts'
import { transportHeaders } from '../../http/security-headers.ts'
import { guardWholeIndex } from '../tokens/guard-whole-index.ts'
import { findMethod, type Answer } from './methods.ts'
import { parseCall } from './parse-call.ts'
import { ANSWER_HEAD, ANSWER_TAIL, writeFault } from './write-answer.ts'
import { FAULTS, XmlRpcFault } from './xml-rpc-fault.ts'

const MOST_BODY_BYTES = 64 * 1024
/** Answers with many rows that are written at the same time, for all callers together. */
const MOST_LONG_ANSWERS = 4
/** Nobody holds such a place for longer, however slowly they read. */
const LONGEST_ANSWER_MS = 120_000

/**
 * XML-RPC for old mirrors and scripts, at the addresses of PyPI, for bodies of `text/xml`. All of it
 * only reads. Refusals are faults in a 200, as the protocol has it.
 */
export function createXmlRpcRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true })
  const isCall: RequestHandler = (request, response, next) => {
    if (!request.is('text/xml')) return next('route')
    response.set({ ...READ_HEADERS, ...transportHeaders(deps.config) })
    next()
  }
  const long = { running: 0 }
  router.post(
    ['/pypi', '/RPC2'],
    isCall,
    ...guardWholeIndex(deps.config, identify),
    (request, response) => answerCall(deps, long, request, response),
  )
  // At `/pypi` there is something to read, and old uploads are told where to go.
  router.all('/RPC2', (request, response) => {
    response.set({ ...READ_HEADERS, ...transportHeaders(deps.config) })
    if (request.method !== 'POST') return answerNotAllowed(response, 'POST')
    const why = '415 Unsupported Media Type: XML-RPC is text/xml\n'
    response.status(415).type('text/plain').send(why)
  })
  return router
}

async function answerCall(
  deps: Deps,
  long: { running: number },
  request: Request,
  response: Response,
): Promise<void> {
  const body = await readBody(request, MOST_BODY_BYTES)
  shareUnlessPrivate(response, 'no-store')
  response.type('text/xml')
  try {
    const wait = await deps.limiter.hit('xmlRpcByAddress', request.ip ?? '')
    if (wait !== undefined) refuseForNow(`ask again in ${wait} seconds`)
    const call = parseCall(body)
    const method = findMethod(call)
    if (!method.isLong) return await sendAnswer(request, response, method.run(deps.db, call.params))
    if (long.running >= MOST_LONG_ANSWERS) refuseForNow('others are being answered')
    long.running += 1
    try {
      await sendAnswer(request, response, method.run(deps.db, call.params))
    } finally {
      long.running -= 1
    }
  } catch (error) {
    if (!(error instanceof XmlRpcFault)) throw error
    response.send(writeFault(error))
  }
}

/** In pieces as they come from the database, no faster than the client reads. */
async function sendAnswer(request: Request, response: Response, answer: Answer): Promise<void> {
  const pieces = answer[Symbol.asyncIterator]()
  // Nothing is sent before the first: a database that is away is still a 503.
  const first = await pieces.next()
  async function* body() {
    yield `${ANSWER_HEAD}${first.done === true ? '' : first.value}`
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      yield next.value
    }
    yield ANSWER_TAIL
  }
  const ends = { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) }
  try {
    if (request.acceptsEncodings('gzip', 'identity') === 'gzip') {
      response.set('Content-Encoding', 'gzip')
      // Quick rather than small: it is made anew for each caller.
      const gzip = createGzip({ level: constants.Z_BEST_SPEED })
      await pipeline(Readable.from(body()), gzip, response, ends)
    } else {
      await pipeline(Readable.from(body()), response, ends)
    }
  } catch (error) {
    if (!response.headersSent) throw error
    // Whoever reads sees a broken answer, not a short one.
    response.destroy()
  }
}

function refuseForNow(why: string): never {
  throw new XmlRpcFault(FAULTS.refused, `HTTPTooManyRequests: too many requests: ${why}`)
}
