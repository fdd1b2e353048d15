import { ProblemError } from '@wheelhouse/shared-types'

/** The place behind a row in a list that is sorted by time, newest first. */
export type TimePlace = { readonly createdAt: Date; readonly id: string }

export const writeTimeCursor = ({ createdAt, id }: TimePlace): string =>
  Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url')

/** @throws ProblemError `malformed_request` for a cursor that is none of ours. */
export function readTimeCursor(cursor: string | undefined): TimePlace | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const match = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  if (match !== null) return { createdAt: new Date(Number(match[1])), id: match[2]! }
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}
