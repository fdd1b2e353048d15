import {
  fieldError,
  getProject,
  listOwnProjects,
  searchProjects,
  validationFailed,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import type { MockDb, ProjectRow } from '../db.ts'
import { presentProject, presentProjectSummary } from '../present.ts'
import { requireProject } from '../roles.ts'
import { fromBase64Url, toBase64Url } from '../secrets.ts'

export const projectOperations: readonly Operation[] = [
  bind(listOwnProjects, (_input, context) => {
    const account = signedIn(context)
    const items = context.db.projects.flatMap((project) => {
      const role = project.people.find((person) => person.accountId === account.id)?.role
      if (role === undefined) return []
      const { status, releases } = project
      return [{ ...presentProjectSummary(project), role, status, releaseCount: releases.length }]
    })
    return { items: items.toSorted((a, b) => compare(a.normalizedName, b.normalizedName)) }
  }),

  bind(searchProjects, ({ query }, { db }) => {
    const matches = rankMatches(db, normalizeName(query.q))
    const after = query.cursor === undefined ? '' : readCursor(query.cursor)
    const rest = matches.filter((match) => match.key > after)
    const page = rest.slice(0, query.limit)
    const last = page.at(-1)
    return {
      items: page.map(({ project }) => presentProjectSummary(project)),
      nextCursor: last === undefined || rest.length === page.length ? null : writeCursor(last.key),
      total: matches.length,
    }
  }),

  bind(getProject, ({ params }, { db }) => presentProject(db, requireProject(db, params.project))),
]

/** Matches with keys that sort as the list does: rank (exact, prefix, inside), then name. */
function rankMatches(db: MockDb, wanted: string): { project: ProjectRow; key: string }[] {
  const matches = db.projects.flatMap((project) => {
    const name = project.normalizedName
    if (!name.includes(wanted)) return []
    const rank = name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
    return [{ project, key: `${rank}${name}` }]
  })
  return matches.toSorted((a, b) => compare(a.key, b.key))
}

const writeCursor = (key: string) => toBase64Url(new TextEncoder().encode(key))

function readCursor(cursor: string): string {
  const key = fromBase64Url(cursor)
  if (key === undefined || !/^[012][a-z0-9-]+$/.test(key)) {
    throw validationFailed([fieldError('query/cursor', 'invalid_format', 'is not a cursor')])
  }
  return key
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
