import { parse } from 'node:querystring'
import {
  parseInput,
  PROBLEM_MEDIA_TYPE,
  ProblemError,
  routePattern,
  toProblem,
} from '@wheelhouse/shared-types'
import type { Request, Response } from 'express'
import type { Deps } from '../deps.ts'
import type { ApiAnswer } from '../infra/workers/screen-worker.ts'
import { readOrigin, type Identify } from './api-router.ts'
import type { Binding, Context } from './bind.ts'
import type { Caller } from './caller.ts'
import { limitCalls } from './limit-calls.ts'
import { presentAnswer } from './present-answer.ts'
import { refuseCaller } from './refuse-caller.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'
import { requestId } from './request-log.ts'
import { toProblemError } from './to-problem-error.ts'

/** Asks operations that only read, by their addresses, for whoever sent a request. */
export type OperationReader = (address: string) => Promise<ApiAnswer>

/**
 * Answers for a page what the app would ask for as soon as it is there, under the same rules as the
 * calls themselves. A page counts as one call.
 * @returns a reader for one request. @throws ProblemError for credentials that are wrong, `rate_limited`.
 */
export function readOperations(
  deps: Deps,
  bindings: readonly Binding[],
  identify: Identify,
): (request: Request, response: Response) => Promise<OperationReader> {
  const operations = bindings
    .filter(({ endpoint }) => endpoint.method === 'GET')
    .map((binding) => ({ ...binding, pathname: routePattern(binding.endpoint.path) }))
    // An address that is spelled out comes before one that an id could be.
    .toSorted((a, b) => a.pathname.split(':').length - b.pathname.split(':').length)
    .map(({ pathname, ...binding }) => ({ ...binding, pattern: new URLPattern({ pathname }) }))

  return async (request, response) => {
    const caller = await identify(request)
    await limitCalls(deps, response, caller)
    const context: Context = { ...NO_COOKIES, deps, caller, origin: readOrigin(request, response) }
    return async (address) => {
      try {
        return await answer(new URL(address, deps.config.PUBLIC_URL), caller, context)
      } catch (error) {
        const problem = toProblemError(error)
        if (problem.code === 'internal') {
          const req = { id: requestId(response) }
          deps.logger.error({ req, err: problem.cause ?? error }, 'failed')
        }
        const text = JSON.stringify(toProblem(problem, requestId(response)))
        return { status: problem.status, type: PROBLEM_MEDIA_TYPE, text }
      }
    }
  }

  async function answer({ pathname, search }: URL, caller: Caller, context: Context) {
    for (const { endpoint, run, pattern } of operations) {
      const found = pattern.exec({ pathname })
      if (found === null) continue
      refuseCaller(deps, endpoint, caller)
      const raw = { params: decodeAll(found.pathname.groups), query: { ...parse(search.slice(1)) } }
      refuseUnstorable(raw)
      const result = await run(parseInput(endpoint, raw) as never, context as never)
      const { status, text = '' } = presentAnswer(endpoint, result)
      return { status, type: 'application/json', text }
    }
    throw new ProblemError('not_found', `There is no operation at ${pathname}`)
  }
}

const decodeAll = (groups: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(groups).map(([name, part = '']) => [name, decodeURIComponent(part)]),
  )

const refuseCookie = (): never => {
  throw new Error('an operation that only reads sets no cookies')
}

/** What only reads neither knows browsers nor signs anybody in. */
const NO_COOKIES = {
  setSession: refuseCookie,
  device: undefined,
  setDevice: refuseCookie,
  browser: undefined,
  setBrowser: refuseCookie,
}
