import {
  addPendingPublisher,
  fieldError,
  listPendingPublishers,
  MOST_PENDING_PUBLISHERS,
  PENDING_PUBLISHER_DAYS,
  ProblemError,
  removePendingPublisher,
  validationFailed,
  type PendingPublisher,
} from '@wheelhouse/shared-types'
import { normalizeName, ultraNormalizeName } from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { findProject, type MockDb, type PendingPublisherRow } from '../db.ts'
import { settleIdentity } from '../identities.ts'
import { sendMail } from '../mails.ts'
import { refuseListed, refuseUnverified } from './publishers.ts'

const DAY = 86_400_000
/** Some of those that no project may have: names of the standard library. */
const REFUSED_NAMES = new Set(['asyncio', 'json', 'os', 'sys', 'typing'])

export const pendingPublisherOperations: readonly Operation[] = [
  bind(listPendingPublishers, (_input, context) => {
    refuseNarrowToken(context)
    return { items: ownPending(context).map((row) => presentPending(context.db, row)) }
  }),

  bind(addPendingPublisher, ({ body }, context) => {
    const { db } = context
    const normalizedName = normalizeName(body.project)
    refuseNarrowToken(context, normalizedName)
    refuseUnverified(context)
    const account = signedIn(context)
    refuseName(db, body.project)
    const identity = settleIdentity(body.identity, db.trustedPublishing)
    const listed = ownPending(context)
    refuseListed(
      listed.filter((row) => row.normalizedName === normalizedName),
      identity,
    )
    if (listed.length >= MOST_PENDING_PUBLISHERS) {
      throw new ProblemError('too_many_publishers', `At most ${MOST_PENDING_PUBLISHERS} of them`)
    }
    const now = db.now()
    const pending: PendingPublisherRow = {
      id: crypto.randomUUID(),
      accountId: account.id,
      project: body.project,
      normalizedName,
      identity,
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + PENDING_PUBLISHER_DAYS * DAY).toISOString(),
    }
    db.pendingPublishers.push(pending)
    sendMail(db, {
      to: account.email,
      subject: `A trusted publisher waits to make ${body.project}`,
      text: `It may make the project by its first upload. ${account.username} will own it.\n`,
    })
    return presentPending(db, pending)
  }),

  bind(removePendingPublisher, ({ params }, context) => {
    refuseNarrowToken(context)
    const { db } = context
    const pending = ownPending(context).find(({ id }) => id === params.id)
    if (pending === undefined) throw new ProblemError('not_found', 'You have no such publisher')
    db.pendingPublishers = db.pendingPublishers.filter((row) => row !== pending)
    return undefined
  }),
]

/** @throws ProblemError `forbidden` for a token that does not manage the account, or this new name */
function refuseNarrowToken({ token }: Context, newName?: string): void {
  if (token === undefined) return
  const { scope, actions } = token
  const covers =
    scope.kind === 'account' || (newName !== undefined && scope.newProjects.includes(newName))
  if (covers && actions.includes('manage')) return
  throw new ProblemError('forbidden', 'The token is not good for publishers of new projects')
}

/** Those that were not used and have not run out. */
function ownPending(context: Context): PendingPublisherRow[] {
  const { id } = signedIn(context)
  const now = context.db.now()
  return context.db.pendingPublishers.filter(
    ({ accountId, expiresAt }) => accountId === id && new Date(expiresAt) > now,
  )
}

/** @throws ProblemError `validation_failed` for a name that no new project can have */
function refuseName(db: MockDb, name: string): void {
  const at = 'body/project'
  if (findProject(db, name) !== undefined) {
    throw validationFailed([fieldError(at, 'project_name_taken', 'is the name of a project')])
  }
  if (REFUSED_NAMES.has(normalizeName(name))) {
    throw validationFailed([fieldError(at, 'project_name_refused', 'is a name of the library')])
  }
  const folded = ultraNormalizeName(name)
  const similar = db.projects.find((other) => ultraNormalizeName(other.name) === folded)
  if (similar !== undefined) {
    const words = `is too similar to ${similar.name}`
    throw validationFailed([fieldError(at, 'project_name_refused', words)])
  }
}

function presentPending(db: MockDb, row: PendingPublisherRow): PendingPublisher {
  const { accountId: _account, ...pending } = row
  return { ...pending, nameTaken: findProject(db, row.normalizedName) !== undefined }
}
