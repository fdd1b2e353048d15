import {
  PUBLISHER_KINDS,
  type BounceKind,
  type Deletion,
  type DescriptionType,
  type DistributionFile,
  type FileProvenance,
  type PendingPublisher,
  type ProblemCode,
  type ProjectRole,
  type Publisher,
  type Release,
  type Site,
  type Token,
  type Visibility,
} from '@wheelhouse/shared-types'
import { normalizeName, ultraNormalizeName } from '@wheelhouse/shared-types/python'
import type { EventRow } from './events.ts'
import type { FactorRow } from './factors.ts'
import type { RoleInvitationRow } from './people.ts'
import type { ProjectEventRow } from './project-events.ts'
import type { KeptAnswerRow } from './idempotency.ts'
import type { DeliveryRow, WebhookRow } from './webhooks.ts'

/** Rows are what the API's tables would hold; nothing here is what goes over the wire. */
export type AccountRow = {
  id: string
  username: string
  name: string
  /** The primary address. */
  email: string
  emailVerified: boolean
  /** Why the address is not verified any more. */
  emailBounce?: BounceKind | null
  emailWasVerified?: boolean
  emailId: string
  /** The others: verified ones, and those that wait for their proof. */
  otherEmails: OtherEmailRow[]
  /** Id of the address that others may see. */
  publicEmail: string | null
  admin: boolean
  disabled: boolean
  /** Its password was found in the list of breached ones. */
  breached?: boolean
  /** In the clear: these are made-up accounts in a browser tab. */
  password: string
  createdAt: string
}

export type OtherEmailRow = {
  id: string
  address: string
  verified: boolean
  bounce?: BounceKind | null
  /** It was proven before mail came back: it stays with its account. */
  wasVerified?: boolean
  createdAt: string
}

export type SessionRow = {
  id: string
  sid: string
  userAgent: string | null
  accountId: string
  remember: boolean
  createdAt: string
  seenAt: string
  /** When the person last showed who they are; at the beginning, where it is not there. */
  confirmedAt?: string
}

/** A step that was begun and waits for its second half. */
export type StepRow = {
  token: string
  purpose:
    | 'second-step'
    | 'new-device'
    | 'authenticator-setup'
    | 'passkey-add'
    | 'passkey-second-step'
    | 'passkey-confirm'
    | 'passkey-sign-in'
  /** Null before anybody is known. */
  accountId: string | null
  expiresAt: string
  /** What an authenticator has to sign, base64url. */
  challenge?: string
  /** Of an authentication app, Base32. */
  secret?: string
  remember?: boolean
  /** The password that began it. */
  password?: string
  /** Of a sign-in that waits for its mailed link. */
  waiting?: { browser: string; epoch: number; rememberDevice: boolean }
}

export type TokenRow = Omit<Token, 'lastUsedAt'> & {
  accountId: string
  secret: string
  lastUsedAt: string | null
}

export type LinkPurpose = 'verify-email' | 'reset-password' | 'invitation' | 'new-device'
export type LinkRow = {
  token: string
  purpose: LinkPurpose
  /** Empty for an invitation. */
  accountId: string
  /** Of an invitation. */
  email?: string
  /** The address that it proves. */
  emailId?: string
  /** The sign-in that waits for it: the token of its step. */
  step?: string
  createdAt: string
  expiresAt: string
}

export type MailRow = {
  id: string
  to: string
  subject: string
  text: string
  /** Addresses of the app that stand in the text, in order. */
  links: string[]
  sentAt: string
}

export type FileRow = Omit<DistributionFile, 'url' | 'metadataUrl' | 'publishedBy' | 'provenance'> &
  Partial<Pick<DistributionFile, 'publishedBy'>> & {
    /** Of a file that came with attestations; its address is made when it is asked for. */
    provenance?: Omit<FileProvenance, 'url'>
  }

export type ReleaseRow = Omit<Release, 'project' | 'normalizedName' | 'prerelease' | 'files'> & {
  files: FileRow[]
  /** The description as it was written, where that is known. */
  source?: { description: string; contentType: DescriptionType }
  /** What the files say, and who changed it, once it was changed. */
  changed?: Pick<ReleaseRow, 'readme' | 'projectUrls' | 'source'> & { by: string }
}

export type PublisherRow = Omit<Publisher, 'constrainable'>

export type PendingPublisherRow = Omit<PendingPublisher, 'nameTaken'> & { accountId: string }

export type ProjectRow = {
  name: string
  normalizedName: string
  status: 'active' | 'archived' | 'deprecated' | 'quarantined'
  statusReason: string | null
  /** Normalized name of what to use in its place. */
  replacement?: string | null
  visibility: Visibility
  /** Downloads on an ordinary day: a seed's are made up, a new project has none. */
  dailyDownloads: number
  createdAt: string
  updatedAt: string
  /** `since`: with the project, where it is not there. */
  people: { accountId: string; role: ProjectRole; since?: string }[]
  releases: ReleaseRow[]
  publishers: PublisherRow[]
  trustedPublishingOnly: boolean
}

/** Something that was deleted, with what it took. */
export type DeletionRow = Omit<
  Deletion,
  'project' | 'normalizedName' | 'undoUntil' | 'fileCount'
> & {
  /** Normalized. */
  project: string
  undoUntil: string
  undone: boolean
  /** Version of the release that a file was in. */
  version?: string
  files: FileRow[]
  release?: ReleaseRow
  wholeProject?: ProjectRow
}

/** All state of the mock, plain JSON so that a snapshot is one `JSON.stringify`. */
export type MockTables = {
  accounts: AccountRow[]
  sessions: SessionRow[]
  tokens: TokenRow[]
  links: LinkRow[]
  factors: FactorRow[]
  steps: StepRow[]
  /** Browsers from which somebody with a second factor signed in before. */
  knownBrowsers: { accountId: string; browser: string }[]
  /** Usernames of accounts that are gone. */
  retiredUsernames: string[]
  mails: MailRow[]
  events: EventRow[]
  projectEvents: ProjectEventRow[]
  projects: ProjectRow[]
  roleInvitations: RoleInvitationRow[]
  /** Publishers for projects that do not exist yet. */
  pendingPublishers: PendingPublisherRow[]
  webhooks: WebhookRow[]
  /** Oldest first. */
  deliveries: DeliveryRow[]
  keptAnswers: KeptAnswerRow[]
  deletions: DeletionRow[]
  /** Wrong passwords by lower-case login, milliseconds since the epoch. */
  failedSignIns: Record<string, number[]>
  /** The session of the browser, where a cookie cannot be used (see DIFFERENCES.md). */
  browserSession: string | null
  /** What the browser remembers of a second factor, as `browserSession`. */
  browserDevice: string | null
  /** What the browser is known again by, as `browserSession`. */
  browserName: string | null
  registration: Site['registration']
  tokenMaxDays: Site['tokenMaxDays']
  /** As with the operator's `REQUIRE_TWO_FACTOR`, as far as people are told of it. */
  secondFactorRequired: boolean
  trustedPublishing: Site['trustedPublishing']
  /** Milliseconds by which the mock's clock is ahead of the real one. */
  clockOffset: number
  /** Refusals that the next call of an operation gets, by operation id. */
  failures: Record<string, ProblemCode>
}

export type MockDb = MockTables & {
  /** The time by the mock's clock. */
  now(): Date
  /** Moves the clock, to let sessions and links run out. */
  advance(milliseconds: number): void
  /** Makes the next call of an operation fail. */
  failNext(operation: string, code: ProblemCode): void
  /** Everything as JSON text. */
  snapshot(): string
  /** Takes the place of everything. */
  restore(tables: MockTables): void
  /** Back to the tables it was made with. */
  reset(): void
}

export function emptyTables(): MockTables {
  return {
    accounts: [],
    sessions: [],
    tokens: [],
    links: [],
    factors: [],
    steps: [],
    knownBrowsers: [],
    retiredUsernames: [],
    mails: [],
    events: [],
    projectEvents: [],
    projects: [],
    roleInvitations: [],
    pendingPublishers: [],
    webhooks: [],
    deliveries: [],
    keptAnswers: [],
    deletions: [],
    failedSignIns: {},
    browserSession: null,
    browserDevice: null,
    browserName: null,
    registration: 'open',
    tokenMaxDays: null,
    secondFactorRequired: false,
    trustedPublishing: {
      audience: 'wheelhouse',
      kinds: [...PUBLISHER_KINDS],
      issuers: ['https://ci.example.org'],
    },
    clockOffset: 0,
    failures: {},
  }
}

/** A store that begins with what `fill` returns. `clock` gives milliseconds since the epoch. */
export function createDb(
  fill: () => MockTables = emptyTables,
  clock: () => number = Date.now,
): MockDb {
  const db: MockDb = {
    ...fill(),
    now: () => new Date(clock() + db.clockOffset),
    advance: (milliseconds) => {
      db.clockOffset += milliseconds
    },
    failNext: (operation, code) => {
      db.failures[operation] = code
    },
    snapshot: () => JSON.stringify(db),
    restore: (tables) => {
      Object.assign(db, emptyTables(), tables)
    },
    reset: () => {
      Object.assign(db, fill())
    },
  }
  return db
}

/** A row for a new account, as the API would write it. */
export function newAccount(
  db: MockDb,
  applicant: Pick<AccountRow, 'username' | 'name' | 'email' | 'emailVerified' | 'password'>,
): AccountRow {
  return {
    ...applicant,
    id: crypto.randomUUID(),
    emailId: crypto.randomUUID(),
    otherEmails: [],
    publicEmail: null,
    admin: false,
    disabled: false,
    createdAt: db.now().toISOString(),
  }
}

export function findAccount(db: MockDb, id: string): AccountRow | undefined {
  return db.accounts.find((account) => account.id === id)
}

export function findByUsername(db: MockDb, username: string): AccountRow | undefined {
  const wanted = username.toLowerCase()
  return db.accounts.find((account) => account.username.toLowerCase() === wanted)
}

/** Whose address it is: one that waits for its proof is nobody's. */
export function findByEmail(db: MockDb, email: string): AccountRow | undefined {
  const wanted = email.toLowerCase()
  return db.accounts.find(
    (account) =>
      account.email.toLowerCase() === wanted ||
      account.otherEmails.some(
        ({ address, verified, wasVerified }) =>
          (verified || wasVerified === true) && address.toLowerCase() === wanted,
      ),
  )
}

/** By username, or by address when there is an `@` in it. */
export function findByLogin(db: MockDb, login: string): AccountRow | undefined {
  return login.includes('@') ? findByEmail(db, login) : findByUsername(db, login)
}

/** Whether a username is or was taken, by itself or by one that reads like it. */
export function isUsernameTaken(db: MockDb, username: string): boolean {
  const wanted = ultraNormalizeName(username)
  const names = [...db.accounts.map((account) => account.username), ...db.retiredUsernames]
  return names.some((name) => ultraNormalizeName(name) === wanted)
}

/** A project by its name in any spelling (PEP 503). */
export function findProject(db: MockDb, name: string): ProjectRow | undefined {
  const wanted = normalizeName(name)
  return db.projects.find((project) => project.normalizedName === wanted)
}

/** A release of which nothing is known but its version and when it came. */
export function emptyRelease(version: string, publishedAt: string): ReleaseRow {
  return {
    version,
    publishedAt,
    yanked: false,
    yankedReason: null,
    summary: '',
    readme: null,
    describedAt: null,
    requiresPython: null,
    license: null,
    licenseExpression: null,
    author: null,
    authorEmail: null,
    maintainer: null,
    maintainerEmail: null,
    keywords: [],
    classifiers: [],
    requiresDist: [],
    providesExtra: [],
    projectUrls: [],
    files: [],
  }
}
