import { ProblemError, type searchProjects as endpoint } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { UseCase } from '../../http/bind.ts'

/** Beyond this many matches a search is to be narrowed, not walked. */
const MOST_MATCHES = 1_000

type Row = {
  name: string
  normalized_name: string
  summary: string
  latest_version: string | null
  updated_at: Date
  status: 'active' | 'archived' | 'deprecated' | 'quarantined'
}

/**
 * By name: the exact one first, then those that begin with the words, then those that hold them;
 * equals by name. An archived project is found by its exact name only. An empty search lists what changed last. The cursor is a position in that order.
 */
export const searchProjects: UseCase<typeof endpoint> = async ({ query }, { deps }) => {
  const { limit } = query
  const offset = readCursor(query.cursor)
  const wanted = normalizeName(query.q.trim().replace(/\s+/g, '-')).replace(/^-+|-+$/g, '')
  // Backslash, percent and underscore mean themselves.
  const literal = wanted.replace(/[\\%_]/g, String.raw`\$&`)
  const rows =
    query.q.trim() === ''
      ? await deps.db.$queryRaw<Row[]>`
          SELECT name, normalized_name, summary, latest_version, updated_at, status::text
          FROM projects
          WHERE visibility = 'public' AND status NOT IN ('quarantined', 'archived')
          ORDER BY updated_at DESC, normalized_name
          LIMIT ${limit + 1} OFFSET ${offset}`
      : await deps.db.$queryRaw<Row[]>`
          SELECT name, normalized_name, summary, latest_version, updated_at, status::text
          FROM projects
          WHERE visibility = 'public' AND status <> 'quarantined'
            AND (status <> 'archived' OR normalized_name = ${wanted})
            AND normalized_name LIKE ${`%${literal}%`}
          ORDER BY (normalized_name = ${wanted}) DESC,
            (normalized_name LIKE ${`${literal}%`}) DESC, normalized_name
          LIMIT ${limit + 1} OFFSET ${offset}`
  const more = rows.length > limit && offset + limit < MOST_MATCHES
  return {
    items: rows.slice(0, limit).map((row) => ({
      name: row.name,
      normalizedName: row.normalized_name,
      summary: row.summary,
      latestVersion: row.latest_version,
      updatedAt: row.updated_at.toISOString(),
      status: row.status,
    })),
    nextCursor: more ? writeCursor(offset + limit) : null,
  }
}

const writeCursor = (offset: number): string => Buffer.from(`o${offset}`).toString('base64url')

/** @throws ProblemError `malformed_request` for a cursor that is none of ours. */
function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const match = /^o(\d{1,4})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (match !== null) return Number(match[1])
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}
