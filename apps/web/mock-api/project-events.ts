import type { AccountEvent, RawInput } from '@wheelhouse/shared-types'
import type { Context } from './context.ts'
import { findProject } from './db.ts'

export type ProjectEventRow = Pick<AccountEvent, 'id' | 'kind' | 'at' | 'actor' | 'details'> & {
  /** Normalized name. */
  project: string
}

/** What stands in the history of a project when an operation was done. */
const KINDS: Readonly<Record<string, string>> = {
  setProjectVisibility: 'project-visibility-changed',
  setProjectStatus: 'project-status-changed',
  transferProject: 'project-transferred',
  changeDescription: 'release-described',
  restoreDescription: 'release-description-restored',
  yankRelease: 'release-yanked',
  unyankRelease: 'release-unyanked',
  deleteFile: 'file-deleted',
}

/** What of a call says what an event was about. */
const TOLD = ['version', 'filename', 'status', 'reason', 'replacement', 'visibility', 'ending']

/** Writes down that an operation was done to the project in its path, if the API writes it down. */
export function recordProjectOperation(
  context: Context,
  operation: string,
  { params, body }: RawInput,
): void {
  const kind = KINDS[operation]
  const given = { ...(params as Record<string, unknown>), ...(body as Record<string, unknown>) }
  if (kind === undefined || typeof given.project !== 'string') return
  const told = TOLD.flatMap((name) => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  const to = operation === 'transferProject' ? { to: String(given.username) } : {}
  recordProjectEvent(context, given.project, kind, { ...Object.fromEntries(told), ...to })
}

/** Writes down what the caller did to a project. */
export function recordProjectEvent(
  { db, account, token }: Context,
  project: string,
  kind: string,
  details: AccountEvent['details'],
): void {
  const row = findProject(db, project)
  if (row === undefined || account === undefined) return
  db.projectEvents.push({
    id: crypto.randomUUID(),
    project: row.normalizedName,
    kind,
    at: db.now().toISOString(),
    actor: token === undefined ? account.username : `${account.username} (token ${token.name})`,
    details,
  })
}
