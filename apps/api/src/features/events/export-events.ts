import { Readable } from 'node:stream'
import { eventFilter, toFieldErrors, validationFailed } from '@wheelhouse/shared-types'
import type { Request, Response } from 'express'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { SessionCaller } from '../../http/caller.ts'
import { readOrigin } from '../../http/api-router.ts'
import { findEvents, type EventFilter, type EventPlace } from './events.queries.ts'
import { presentEvent } from './present-event.ts'

const BATCH = 500
const COLUMNS = ['time', 'kind', 'actor', 'browser', 'system', 'same network', 'details']
const Query = z.strictObject(eventFilter)

/**
 * Sends the person's whole history as comma-separated values (RFC 4180), read and written in
 * batches as fast as it is taken.
 * @throws ProblemError `validation_failed` for a filter that is none.
 */
export function exportEvents(
  deps: Deps,
  request: Request,
  response: Response,
  caller: SessionCaller,
): Readable {
  const parsed = Query.safeParse({ ...request.query })
  if (!parsed.success) throw validationFailed(toFieldErrors(parsed.error, 'query'))
  const here = deps.secrets.hashAddress(readOrigin(request, response).address)
  return Readable.from(lines(deps, caller.user.id, parsed.data, here))
}

async function* lines(
  { db }: Deps,
  userId: string,
  filter: EventFilter,
  here: string,
): AsyncGenerator<string> {
  yield row(COLUMNS)
  let after: EventPlace | undefined
  for (;;) {
    const events = await findEvents(db, userId, filter, { limit: BATCH, after })
    yield events
      .map((event) => presentEvent(event, here))
      .map(({ at, kind, actor, device, sameNetwork, details }) =>
        row([
          at,
          kind,
          actor,
          device?.browser ?? '',
          device?.system ?? '',
          sameNetwork === null ? '' : sameNetwork ? 'yes' : 'no',
          Object.entries(details)
            .map(([name, value]) => `${name}: ${value}`)
            .join('; '),
        ]),
      )
      .join('')
    if (events.length < BATCH) return
    after = events.at(-1)
  }
}

const row = (cells: readonly string[]): string => `${cells.map(toCell).join(',')}\r\n`

/**
 * A cell in quotes. One that a spreadsheet would take for a formula gets an apostrophe in front:
 * names of tokens are free text.
 */
export function toCell(text: string): string {
  const safe = /^[=+\-@\t\r\n|]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
