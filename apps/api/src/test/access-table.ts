import {
  ENDPOINTS,
  type Endpoint,
  type ProblemCode,
  type ProjectRole,
} from '@wheelhouse/shared-types'
import { NEEDED_ROLES, type ProjectAct } from '../features/projects/projects.policy.ts'

/**
 * Who asks. The tokens are an owner's: one for each action, good for the project, one with every
 * action that is good for another project only, and one that was revoked. The publisher is one that
 * the projects trust.
 */
export const CALLERS = [
  'anonymous',
  'stranger',
  'maintainer',
  'owner',
  'token to upload',
  'token to yank',
  'token to manage',
  'token to read',
  'token for another project',
  'publisher',
  'revoked token',
] as const
export type CallerName = (typeof CALLERS)[number]

/** Those whose credential is none here, whatever it opens elsewhere: refused before anything is looked at. */
const REFUSED_AT_ONCE: readonly CallerName[] = ['revoked token']

/** Whose project, and in which state: in a foreign one nobody above has a role. */
export const PLACES = ['own', 'foreign', 'archived', 'quarantined', 'private'] as const
export type Place = (typeof PLACES)[number]

/** `done`, or the code of the refusal; `passes`: anything but a refusal of access. */
export type Outcome = 'done' | 'passes' | ProblemCode

/** What stands for what in the world of the test: texts by the name of a parameter or field. */
export type Things = Readonly<Record<string, string>>

export type Call = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type Row = {
  /** The same in every project, or about something that belongs to a person. */
  readonly places: readonly Place[] | undefined
  readonly expected: (caller: CallerName, place: Place) => Outcome
  /** A call that everything but access would let through; parameters of the path come from `things`. */
  readonly call: (things: Things) => Call
}

/** Whatever would change a project in quarantine. */
const QUARANTINED: Outcome = 'forbidden'
/** Of nothing. */
const NO_ID = '0198f3c4-0000-7000-8000-000000000000'

type More = {
  call?: Row['call']
  meets?: ProblemCode | ((role: ProjectRole) => Outcome)
}

const isToken = (caller: CallerName) => caller.startsWith('token')

/** Anybody may. */
function anybody(): Row {
  return { places: undefined, expected: () => 'passes', call: () => ({ body: {} }) }
}

/** People who are signed in, in what is their own; what is sent is not looked at before. */
function people(call: Row['call'] = () => ({ body: {} })): Row {
  return {
    places: undefined,
    expected: (caller) =>
      caller === 'anonymous' ? 'not_authenticated' : isToken(caller) ? 'forbidden' : 'passes',
    call,
  }
}

/** One thing of the owner's (its id stands in `things` under the operation's id): nobody else's. */
function owners(call: Row['call'] = () => ({})): Row {
  return {
    places: undefined,
    expected: (caller) => {
      if (caller === 'anonymous') return 'not_authenticated'
      if (isToken(caller)) return 'forbidden'
      return caller === 'owner' ? 'done' : 'not_found'
    },
    call,
  }
}

/** A reading of one project: everybody's, of a private one its people's and that of a token that reads. */
function reads(inQuarantine: Outcome = 'done'): Row {
  return {
    places: PLACES,
    expected: (caller, place) => {
      if (place === 'quarantined') return inQuarantine
      if (place !== 'private') return 'done'
      return ['maintainer', 'owner', 'token to read'].includes(caller) ? 'done' : 'not_found'
    },
    call: () => ({}),
  }
}

/**
 * An act on a project, by the roles of `NEEDED_ROLES` and the operation's own token action.
 * @param act the one that its use case gives to `refuseUnlessAllowed`
 * @param more `call`: query and body, where it takes some; `meets`: the refusal that this call meets
 *   behind the door (a wrong confirmation), so that nothing is lost by it, where it depends on the role
 *   by that; `inQuarantine`: may still
 *   be done to a project that is in quarantine
 */
export function manages(act: ProjectAct, more: More & { inQuarantine?: boolean } = {}) {
  const { call = () => ({}), meets = 'done', inQuarantine = false } = more
  return ({ token }: Endpoint): Row => ({
    places: PLACES,
    expected: (caller, place) => {
      if (caller === 'anonymous') return 'not_authenticated'
      if (isToken(caller) && token === undefined) return 'forbidden'
      if (caller === 'stranger') return place === 'private' ? 'not_found' : 'forbidden'
      const role = caller === 'maintainer' ? 'maintainer' : 'owner'
      const mayAct = place !== 'foreign' && (NEEDED_ROLES[act] as readonly string[]).includes(role)
      if (!mayAct || (isToken(caller) && caller !== `token to ${token}`)) return 'forbidden'
      if (place === 'quarantined' && !inQuarantine) return QUARANTINED
      return typeof meets === 'function' ? meets(role) : meets
    },
    call,
  })
}

/** A typed confirmation that is not right. */
const notConfirmed: More = {
  call: () => ({ query: { confirm: 'not this' } }),
  meets: 'confirmation_mismatch',
}
/** An id that nothing has. */
const ofNothing: More = { call: () => ({ params: { id: NO_ID } }), meets: 'not_found' }

/** An upload to a project, by whoever has a role in it; archived and quarantined ones take nothing. */
function uploads(): Row {
  return {
    places: PLACES,
    expected: (caller, place) => {
      if (caller === 'anonymous') return 'not_authenticated'
      const mayUpload = ['maintainer', 'owner', 'token to upload', 'publisher'].includes(caller)
      return mayUpload && (place === 'own' || place === 'private') ? 'done' : 'upload_refused'
    },
    call: ({ filename = '' }) => ({ query: { filename } }),
  }
}

/**
 * The rows that do not follow from the operation's own value. Reads of the whole index, and what
 * people do with their account, follow (see `rowOf`). Whatever is done to a project has one here.
 */
const ROWS: Readonly<Record<string, Row | ((endpoint: Endpoint) => Row)>> = {
  // Before anybody is signed in.
  registerAccount: anybody(),
  inspectInvitation: anybody(),
  acceptInvitation: anybody(),
  verifyEmail: anybody(),
  resendVerification: anybody(),
  requestPasswordReset: anybody(),
  inspectPasswordReset: anybody(),
  completePasswordReset: anybody(),
  signIn: anybody(),
  finishSignInByCode: anybody(),
  resendDeviceCheck: anybody(),
  confirmDevice: anybody(),
  startSecondStepPasskey: anybody(),
  finishSignInByPasskey: anybody(),
  startPasskeySignIn: anybody(),
  signInByPasskey: anybody(),

  // Things that belong to somebody.
  endSession: owners(),
  resendEmail: owners(),
  makeEmailPrimary: owners(),
  removeEmail: owners(),
  renamePasskey: owners(() => ({ body: { name: 'renamed' } })),
  removePasskey: owners(),
  regenerateToken: owners(),
  revokeToken: owners(),
  listPendingPublishers: people(),
  addPendingPublisher: people(() => ({
    body: { project: 'not-there-yet', identity: { kind: 'google', email: 'bot@example.org' } },
  })),
  removePendingPublisher: owners(),
  listOwnProjectInvitations: people(),
  getOwnProjectInvitation: owners(),
  acceptProjectInvitation: owners(),
  declineProjectInvitation: owners(),

  // Projects.
  getProject: reads(),
  getProjectDownloads: reads(),
  getRelease: reads('not_found'),
  setProjectVisibility: manages('set-visibility', {
    call: ({ visibility }) => ({ body: { visibility } }),
  }),
  setProjectStatus: manages('set-status', {
    call: ({ status }) => ({ body: { status, reason: '', replacement: '' } }),
  }),
  transferProject: manages('transfer', {
    call: () => ({ body: { username: 'nobody', confirm: 'not this' } }),
    meets: 'confirmation_mismatch',
  }),
  getProjectOverview: manages('read-overview', { inQuarantine: true }),
  listProjectEvents: manages('read-history', { inQuarantine: true }),
  yankRelease: manages('yank', { call: () => ({ body: { reason: '' } }) }),
  unyankRelease: manages('yank'),
  yankReleases: manages('yank', { call: () => ({ body: { versions: ['1.0'], reason: '' } }) }),
  unyankReleases: manages('yank', { call: () => ({ body: { versions: ['1.0'] } }) }),
  getDescription: manages('change-description'),
  changeDescription: manages('change-description', {
    call: () => ({ body: { description: 'words', contentType: 'text/plain', links: [] } }),
  }),
  restoreDescription: manages('change-description'),
  getFileDeletion: manages('delete-file'),
  deleteFile: manages('delete-file', notConfirmed),
  getReleaseDeletion: manages('delete-release'),
  deleteRelease: manages('delete-release', notConfirmed),
  getProjectDeletion: manages('delete-project'),
  deleteProject: manages('delete-project', notConfirmed),
  listDeletions: manages('see-deletions', { inQuarantine: true }),
  undoDeletion: manages('undo-deletion', ofNothing),
  listPeople: manages('see-people', { inQuarantine: true }),
  getProjectAccess: manages('see-people', { inQuarantine: true }),
  changeRole: manages('manage-people', {
    call: () => ({ params: { username: 'nobody' }, body: { role: 'owner' } }),
    meets: 'not_found',
  }),
  removePerson: manages('manage-people', {
    call: () => ({ params: { username: 'nobody' } }),
    meets: 'not_found',
  }),
  leaveProject: manages('leave', { meets: (role) => (role === 'owner' ? 'sole_owner' : 'done') }),
  listProjectInvitations: manages('see-people', { inQuarantine: true }),
  inviteToProject: manages('manage-people', {
    call: () => ({ body: { user: 'nobody', role: 'maintainer' } }),
    meets: 'validation_failed',
  }),
  revokeProjectInvitation: manages('manage-people', ofNothing),
  listPublishers: manages('see-publishers', { inQuarantine: true }),
  addPublisher: manages('manage-publishers', {
    call: () => ({
      body: {
        identity: {
          kind: 'oidc',
          issuer: 'https://not-allowed.example.org',
          claims: [{ name: 'sub', value: 'x' }],
        },
      },
    }),
    meets: 'validation_failed',
  }),
  removePublisher: manages('manage-publishers', ofNothing),
  constrainPublisher: manages('manage-publishers', {
    ...ofNothing,
    call: () => ({ params: { id: NO_ID }, body: { environment: 'release' } }),
  }),
  setTrustedPublishingOnly: manages('manage-publishers', {
    call: () => ({ body: { enabled: false } }),
  }),
  listWebhooks: manages('see-webhooks', { inQuarantine: true }),
  createWebhook: manages('manage-webhooks', {
    call: () => ({ body: { url: 'https://example.org/hook', topics: ['release.yanked'] } }),
  }),
  updateWebhook: manages('manage-webhooks', { call: () => ({ body: {} }) }),
  deleteWebhook: manages('manage-webhooks', {
    call: () => ({ params: { webhook: NO_ID } }),
    meets: 'not_found',
  }),
  rotateWebhookSecret: manages('manage-webhooks'),
  testWebhook: manages('manage-webhooks', { meets: 'webhook_disabled' }),
  listWebhookDeliveries: manages('see-webhooks', { inQuarantine: true }),
  replayWebhookDelivery: manages('manage-webhooks', { meets: 'webhook_disabled' }),
  // What would be refused is said with 200, and nothing is stored either way.
  checkUpload: {
    ...uploads(),
    expected: (caller) => (caller === 'anonymous' ? 'not_authenticated' : 'done'),
  },
  uploadFile: uploads(),
}

/** The row of an operation: its own, or the one that follows from its value; undefined where none does. */
export function rowOf(endpoint: Endpoint): Row | undefined {
  const row = ROWS[endpoint.id]
  if (row !== undefined) return typeof row === 'function' ? row(endpoint) : row
  if (endpoint.path.includes('{project}')) return undefined
  if (endpoint.auth !== 'session') return endpoint.method === 'GET' ? anybody() : undefined
  return endpoint.token === undefined && !endpoint.path.includes('{') ? people() : undefined
}

/** What becomes of a call. A trusted publisher uploads and does nothing else, whatever it asks for. */
export function expectedOf(
  { token }: Endpoint,
  row: Row,
  caller: CallerName,
  place: Place,
): Outcome {
  if (REFUSED_AT_ONCE.includes(caller)) return 'token_invalid'
  if (caller === 'publisher' && token !== 'upload') return 'forbidden'
  return row.expected(caller, place)
}

/** Rows of operations that are none. */
export function deadRows(): string[] {
  return Object.keys(ROWS).filter((id) => !ENDPOINTS.some((endpoint) => endpoint.id === id))
}

/** What somebody who adds an operation has to write. */
export function missingRow({ id, token, auth, path }: Endpoint): string {
  const line = path.includes('{project}')
    ? auth === 'session'
      ? `${id}: manages('<its act in NEEDED_ROLES>'),   // with { call, meets } where it takes a body (token: ${token})`
      : `${id}: reads(),`
    : auth === 'session'
      ? `${id}: owners(),   // and its id in the things of access.test.ts`
      : `${id}: anybody(),`
  return `no row for ${id}: add to ROWS of apps/api/src/test/access-table.ts the line\n  ${line}`
}
