import { http, type HttpHandler } from 'msw'
import { ProblemError, routePattern } from '@wheelhouse/shared-types'
import { answerProblems, toHandler, type Operation } from './bind.ts'
import type { FileStore, SessionCarrier } from './context.ts'
import type { MockDb } from './db.ts'
import { accountDeletionOperations } from './handlers/account-deletion.ts'
import { accountOperations } from './handlers/accounts.ts'
import { emailVerificationOperations } from './handlers/email-verifications.ts'
import { deletionOperations } from './handlers/deletions.ts'
import { emailOperations } from './handlers/emails.ts'
import { eventExportHandler, eventOperations } from './handlers/events.ts'
import { createInvitation, invitationOperations, revokeInvitation } from './handlers/invitations.ts'
import { newDeviceOperations } from './handlers/new-device.ts'
import { passwordResetOperations } from './handlers/password-resets.ts'
import { peopleOperations } from './handlers/people.ts'
import { projectInvitationOperations } from './handlers/project-invitations.ts'
import { pendingPublisherOperations } from './handlers/pending-publishers.ts'
import { descriptionOperations } from './handlers/descriptions.ts'
import { projectEventOperations, projectExportHandlers } from './handlers/project-events.ts'
import { projectSettingsOperations } from './handlers/project-settings.ts'
import { projectOperations } from './handlers/projects.ts'
import { publisherOperations } from './handlers/publishers.ts'
import { releaseOperations } from './handlers/releases.ts'
import { secondStepOperations } from './handlers/second-step.ts'
import { sessionOperations } from './handlers/sessions.ts'
import { siteOperations } from './handlers/site.ts'
import { tokenOperations } from './handlers/tokens.ts'
import { twoFactorOperations } from './handlers/two-factor.ts'
import { uploadOperations } from './handlers/uploads.ts'
import { webhookOperations } from './handlers/webhooks.ts'
import type { Persistence } from './persistence.ts'

export { createInvitation, revokeInvitation }

/** Every operation of the mock; compared with `ENDPOINTS` by the contract suite. */
export const OPERATIONS: readonly Operation[] = [
  ...siteOperations,
  ...accountOperations,
  ...accountDeletionOperations,
  ...emailOperations,
  ...eventOperations,
  ...emailVerificationOperations,
  ...passwordResetOperations,
  ...invitationOperations,
  ...sessionOperations,
  ...secondStepOperations,
  ...newDeviceOperations,
  ...twoFactorOperations,
  ...tokenOperations,
  ...projectOperations,
  ...peopleOperations,
  ...projectInvitationOperations,
  ...publisherOperations,
  ...pendingPublisherOperations,
  ...projectSettingsOperations,
  ...projectEventOperations,
  ...descriptionOperations,
  ...releaseOperations,
  ...deletionOperations,
  ...uploadOperations,
  ...webhookOperations,
]

export type HandlerOptions = {
  /** Origin of the app: the host of links, and what `Origin` is compared with. */
  readonly origin?: string
  /** `cookie` for requests with a real `Cookie` header, `store` for a browser or jsdom. */
  readonly carrier?: SessionCarrier
  readonly persistence?: Persistence
  /** Where the bytes of uploads are kept; without it they are forgotten. */
  readonly files?: FileStore
}

/** The public door: MSW handlers for the whole JSON API over `db`, unknown addresses included. */
export function createHandlers(db: MockDb, options: HandlerOptions = {}): HttpHandler[] {
  return [
    ...createOperationHandlers(db, options),
    ...createExportHandlers(db, options),
    http.all('*/api/*', ({ request }) => answerProblems(() => refuseUnknown(request))),
  ]
}

/** What is fetched as a file and is no operation. */
export function createExportHandlers(db: MockDb, options: HandlerOptions = {}): HttpHandler[] {
  const { origin = 'http://localhost', carrier = 'store' } = options
  const told = { db, origin, carrier }
  return [eventExportHandler(told), ...projectExportHandlers(told)]
}

/** The handlers of the operations alone, in the order of `OPERATIONS`. */
export function createOperationHandlers(db: MockDb, options: HandlerOptions = {}): HttpHandler[] {
  const { origin = 'http://localhost', carrier = 'store' } = options
  return OPERATIONS.map((operation) => toHandler(operation, { ...options, db, origin, carrier }))
}

/** What is not an operation: 405 where the path has other methods, else 404. */
async function refuseUnknown(request: Request): Promise<Response> {
  const parts = new URL(request.url).pathname.split('/')
  const here = OPERATIONS.filter(({ endpoint }) => matches(routePattern(endpoint.path), parts))
  if (here.length === 0) throw new ProblemError('not_found', 'There is no such address')
  const methods = here.map(({ endpoint }) => endpoint.method).join(', ')
  throw new ProblemError('method_not_allowed', `Allowed here: ${methods}`)
}

function matches(pattern: string, parts: readonly string[]): boolean {
  const wanted = pattern.split('/')
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => part.startsWith(':') || part === parts[index])
  )
}
