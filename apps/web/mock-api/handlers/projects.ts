import {
  getProject,
  getProjectDownloads,
  listOwnProjects,
  ProblemError,
  searchProjects,
  setProjectVisibility,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import type { MockDb, ProjectRow } from '../db.ts'
import { presentDownloads } from '../downloads.ts'
import { presentProject, presentProjectSummary } from '../present.ts'
import { requireProject, requireRole } from '../roles.ts'
import { fromBase64Url, toBase64Url } from '../secrets.ts'

export const projectOperations: readonly Operation[] = [
  bind(listOwnProjects, (_input, context) => {
    const account = signedIn(context)
    const items = context.db.projects.flatMap((project) => {
      const role = project.people.find((person) => person.accountId === account.id)?.role
      if (role === undefined) return []
      const { releases } = project
      return [{ ...presentProjectSummary(project), role, releaseCount: releases.length }]
    })
    return { items: items.toSorted((a, b) => compare(a.normalizedName, b.normalizedName)) }
  }),

  bind(searchProjects, ({ query }, { db }) => {
    const offset = readCursor(query.cursor)
    const matches = findMatches(db, query.q)
    const end = offset + query.limit
    return {
      items: matches.slice(offset, end).map(presentProjectSummary),
      nextCursor: end < matches.length ? writeCursor(end) : null,
    }
  }),

  bind(getProject, ({ params }, context) =>
    presentProject(
      context.db,
      requireProject(context, params.project),
      context.account !== undefined && context.token === undefined,
    ),
  ),

  bind(setProjectVisibility, ({ params, body }, context) => {
    const project = requireRole(context, params.project, ['owner'], 'manage')
    project.visibility = body.visibility
    return { visibility: project.visibility }
  }),

  bind(getProjectDownloads, ({ params }, context) =>
    presentDownloads(requireProject(context, params.project), context.db.now()),
  ),
]

/** The exact name first, then names that begin with it, then the rest; all by date for no words. */
function findMatches(db: MockDb, q: string): ProjectRow[] {
  const visible = db.projects.filter(
    ({ status, visibility }) => status !== 'quarantined' && visibility === 'public',
  )
  if (q === '') {
    return visible
      .filter(({ status }) => status !== 'archived')
      .toSorted(
        (a, b) => compare(b.updatedAt, a.updatedAt) || compare(a.normalizedName, b.normalizedName),
      )
  }
  const wanted = normalizeName(q.replace(/\s+/g, '-')).replace(/^-|-$/g, '')
  const rank = ({ normalizedName: name }: ProjectRow) =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
  return visible
    .filter(({ normalizedName }) => normalizedName.includes(wanted))
    .filter(({ status, normalizedName }) => status !== 'archived' || normalizedName === wanted)
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.normalizedName, b.normalizedName))
}

const writeCursor = (offset: number) => toBase64Url(new TextEncoder().encode(`o${offset}`))

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const offset = /^o(\d{1,4})$/.exec(fromBase64Url(cursor) ?? '')?.[1]
  if (offset !== undefined) return Number(offset)
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
