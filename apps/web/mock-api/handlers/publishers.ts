import {
  addPublisher,
  checkGithubPublisher,
  constrainPublisher,
  listPublishers,
  MOST_PUBLISHERS,
  ProblemError,
  removePublisher,
  setTrustedPublishingOnly,
  type Publisher,
  type PublisherIdentity,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { findAccount, type MockDb, type ProjectRow, type PublisherRow } from '../db.ts'
import { lookAtGithub } from '../github.ts'
import { isConstrainable, isSameIdentity, settleIdentity } from '../identities.ts'
import { sendMail } from '../mails.ts'
import { requireRole } from '../roles.ts'

export const publisherOperations: readonly Operation[] = [
  bind(listPublishers, ({ params }, context) => {
    const reading = { reads: true }
    const project = requireRole(context, params.project, ['owner', 'maintainer'], 'manage', reading)
    const { trustedPublishingOnly, publishers } = project
    return { trustedPublishingOnly, items: publishers.map(presentPublisher) }
  }),

  bind(addPublisher, ({ params, body }, context) => {
    const { db } = context
    const project = ownProject(context, params.project)
    refuseUnverified(context)
    const identity = settleIdentity(body.identity, db.trustedPublishing)
    refuseListed(project.publishers, identity)
    if (project.publishers.length >= MOST_PUBLISHERS) {
      throw new ProblemError('too_many_publishers', `At most ${MOST_PUBLISHERS} publishers`)
    }
    const publisher: PublisherRow = {
      id: crypto.randomUUID(),
      identity,
      addedBy: actorOf(context),
      createdAt: db.now().toISOString(),
      lastUsedAt: null,
    }
    project.publishers.push(publisher)
    mailOwners(db, project, `A trusted publisher was added to ${project.name}`)
    return presentPublisher(publisher)
  }),

  bind(removePublisher, ({ params }, context) => {
    const project = ownProject(context, params.project)
    const publisher = publisherOf(project, params.id)
    if (project.trustedPublishingOnly && project.publishers.length === 1) {
      throw new ProblemError(
        'publisher_needed',
        'Let tokens upload again, or add another one first',
      )
    }
    project.publishers = project.publishers.filter((row) => row !== publisher)
    mailOwners(context.db, project, `A trusted publisher was removed from ${project.name}`)
    return undefined
  }),

  bind(constrainPublisher, ({ params, body }, context) => {
    const project = ownProject(context, params.project)
    const publisher = publisherOf(project, params.id)
    if (!isConstrainable(publisher.identity)) {
      throw new ProblemError('publisher_not_constrainable', 'It has an environment, or knows none')
    }
    const environment =
      publisher.identity.kind === 'github' ? body.environment.toLowerCase() : body.environment
    const identity = { ...publisher.identity, environment } as PublisherIdentity
    refuseListed(project.publishers, identity)
    publisher.identity = identity
    mailOwners(
      context.db,
      project,
      `A trusted publisher of ${project.name} was bound to one environment`,
    )
    return presentPublisher(publisher)
  }),

  bind(setTrustedPublishingOnly, ({ params, body }, context) => {
    const project = ownProject(context, params.project)
    if (body.enabled && project.publishers.length === 0) {
      throw new ProblemError('publisher_needed', 'Add a trusted publisher first')
    }
    if (project.trustedPublishingOnly !== body.enabled) {
      project.trustedPublishingOnly = body.enabled
      const subject = body.enabled
        ? `Only trusted publishers can upload to ${project.name} now`
        : `API tokens can upload to ${project.name} again`
      mailOwners(context.db, project, subject)
    }
    return { enabled: project.trustedPublishingOnly }
  }),

  bind(checkGithubPublisher, ({ query }) => lookAtGithub(query)),
]

const ownProject = (context: Context, name: string): ProjectRow =>
  requireRole(context, name, ['owner'], 'manage')

function publisherOf({ publishers }: ProjectRow, id: string): PublisherRow {
  const publisher = publishers.find((row) => row.id === id)
  if (publisher === undefined) throw new ProblemError('not_found', 'It has no such publisher')
  return publisher
}

/** @throws ProblemError `email_unverified` */
export function refuseUnverified(context: Context): void {
  if (!signedIn(context).emailVerified) {
    throw new ProblemError('email_unverified', 'Verify your e-mail address to add publishers')
  }
}

/** @throws ProblemError `publisher_listed` */
export function refuseListed(
  listed: readonly { identity: PublisherIdentity }[],
  identity: PublisherIdentity,
): void {
  if (listed.some((row) => isSameIdentity(row.identity, identity))) {
    throw new ProblemError('publisher_listed', 'This publisher is on the list already')
  }
}

/** Who does it, with the token that was used. */
function actorOf(context: Context): string {
  const { username } = signedIn(context)
  return context.token === undefined ? username : `${username} (token ${context.token.name})`
}

const presentPublisher = (row: PublisherRow): Publisher => ({
  ...row,
  constrainable: isConstrainable(row.identity),
})

function mailOwners(db: MockDb, project: ProjectRow, subject: string): void {
  for (const { accountId, role } of project.people) {
    const account = findAccount(db, accountId)
    if (role !== 'owner' || account?.emailVerified !== true) continue
    sendMail(db, { to: account.email, subject, text: `It is about ${project.name}.\n` })
  }
}
