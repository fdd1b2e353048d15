import { Readable } from 'node:stream'
import type { AccountEvent } from '@wheelhouse/shared-types'
import type { Event } from '@wheelhouse/database'
import type { Db } from '../../infra/db/database.ts'
import {
  findEvents,
  type EventFilter,
  type EventPlace,
  type EventSubject,
} from './events.queries.ts'

const BATCH = 500

/** What an export is of, and how each event is told. */
export type EventExport = {
  readonly subject: EventSubject
  readonly filter: EventFilter
  readonly present: (event: Event) => AccountEvent
  readonly format: keyof typeof FORMATS
}

/** How a file begins, holds an event (`first`: the first one), and ends. */
type Format = {
  readonly begin: (columns: readonly Column[]) => string
  readonly event: (event: AccountEvent, columns: readonly Column[], first: boolean) => string
  readonly end: string
}

type Column = readonly [name: string, of: (event: AccountEvent) => string]

const ALWAYS: readonly Column[] = [
  ['time', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['actor', ({ actor }) => actor],
]
/** Of an account's own history only. */
const WHENCE: readonly Column[] = [
  ['browser', ({ device }) => device?.browser ?? ''],
  ['system', ({ device }) => device?.system ?? ''],
  ['same network', ({ sameNetwork }) => (sameNetwork === null ? '' : sameNetwork ? 'yes' : 'no')],
]
const DETAILS: Column = [
  'details',
  ({ details }) =>
    Object.entries(details)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
]

const FORMATS = {
  /** Comma-separated values, RFC 4180. */
  csv: {
    begin: (columns) => row(columns.map(([name]) => name)),
    event: (event, columns) => row(columns.map(([, of]) => of(event))),
    end: '',
  },
  /** One array of the objects that the JSON API lists. */
  json: {
    begin: () => '[',
    event: (event, _columns, first) => `${first ? '' : ','}\n${JSON.stringify(event)}`,
    end: '\n]\n',
  },
} as const satisfies Record<string, Format>

/** A whole history as a file, read and written in batches as fast as it is taken. */
export function exportEvents(db: Db, wanted: EventExport): Readable {
  return Readable.from(write(db, wanted))
}

async function* write(
  db: Db,
  { subject, filter, present, format }: EventExport,
): AsyncGenerator<string> {
  const { begin, event: tell, end }: Format = FORMATS[format]
  const columns = [...ALWAYS, ...('userId' in subject ? WHENCE : []), DETAILS]
  yield begin(columns)
  let after: EventPlace | undefined
  for (;;) {
    const events = await findEvents(db, subject, filter, { limit: BATCH, after })
    const isFirst = after === undefined
    yield events
      .map((event, index) => tell(present(event), columns, isFirst && index === 0))
      .join('')
    if (events.length < BATCH) break
    after = events.at(-1)
  }
  yield end
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
