import { setTimeout as wait } from 'node:timers/promises'
import { ProblemError } from '@wheelhouse/shared-types'
import type { Request, Response } from 'express'
import type { Deps } from '../deps.ts'
import type { ApiAnswer, DrawnScreen } from '../infra/workers/screen-worker.ts'
import { WorkerBusyError } from '../infra/workers/worker-pool.ts'
import type { OperationReader } from './read-operations.ts'

/** An answer of the API as the arguments of the app's `Response`. */
type KeptAnswer = readonly [
  text: string,
  init: { status: number; headers: { 'content-type': string } },
]

/** A screen as it stands at first, and what it was made from, by address. */
export type DrawnPage = DrawnScreen & {
  readonly answers: Readonly<Record<string, KeptAnswer>>
}

export type DrawPage = (request: Request, response: Response) => Promise<DrawnPage | undefined>

/** A page waits so long for its screen (milliseconds); then it goes without, and the app asks itself. */
const PATIENCE_MS = 1000

/** What the markup of a screen never has: it comes from the app, and from READMEs that were made safe. */
const FOREIGN = /<(?:script|style|link|meta|base|iframe|object|embed)\b/i

/** An address of the app to which one goes with credentials of another kind, or in a test language. */
const isPlain = (request: Request): boolean =>
  request.get('authorization') === undefined && !('locale' in request.query)

/**
 * Draws the first view of a page for whoever asks for it, from the answers that the API gives them.
 * Gives none where that takes too long, too many wait, or the app would go on to another address: the
 * page without it is as good, and later.
 */
export function drawPages(
  { screens, config, logger }: Pick<Deps, 'screens' | 'config' | 'logger'>,
  readerFor: (request: Request, response: Response) => Promise<OperationReader>,
): DrawPage {
  return async (request, response) => {
    if (!isPlain(request)) return undefined
    const given = new Map<string, ApiAnswer>()
    const draw = async () => {
      const read = await readerFor(request, response)
      const address = new URL(config.PUBLIC_URL).origin + request.originalUrl
      return screens.draw(address, async (asked) => {
        const answer = await read(asked)
        given.set(asked, answer)
        return answer
      })
    }
    const drawn = await withPatience(
      draw().catch((error: unknown) => {
        // What a person did wrong, or too many at once: the app tells them when it asks itself.
        const isExpected = error instanceof ProblemError || error instanceof WorkerBusyError
        if (!isExpected) logger.error({ err: error }, 'a screen could not be drawn')
        return undefined
      }),
    )
    const answers = [...given]
    const isLacking = answers.some(([, { status }]) => status >= 500 || status === 429)
    if (drawn === undefined || isLacking || FOREIGN.test(drawn.markup)) return undefined
    return {
      ...drawn,
      answers: Object.fromEntries(
        answers.map(([address, { status, type, text }]) => [
          address,
          [text, { status, headers: { 'content-type': type } }],
        ]),
      ),
    }
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController()
  try {
    return await Promise.race([work, wait(PATIENCE_MS, undefined, { signal: late.signal })])
  } finally {
    late.abort()
  }
}
