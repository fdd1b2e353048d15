import {
  CONFIRMED_MINUTES,
  isInNetworks,
  ProblemError,
  type Endpoint,
  type TokenAction,
} from '@wheelhouse/shared-types'
import {
  findAccount,
  type AccountRow,
  type MockDb,
  type ProjectRow,
  type SessionRow,
  type TokenRow,
} from './db.ts'
import { fromBase64Url, randomSecret } from './secrets.ts'

/** Where a session travels: in real cookies (Node), or in the store (browser, jsdom). */
export type SessionCarrier = 'cookie' | 'store'
export const SESSION_COOKIE = 'wheelhouse_mock'
const DEVICE_COOKIE = 'wheelhouse_mock_device'
const BROWSER_COOKIE = 'wheelhouse_mock_browser'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Milliseconds after which a session ends, however much it is used. */
export const ABSOLUTE = 30 * DAY
const IDLE = 12 * HOUR

/** Files that were really sent, by SHA-256 in hexadecimal; those of the seed have no bytes. */
export type FileStore = Map<string, Uint8Array<ArrayBuffer>>

/** What a use case may know about the call beside its parsed input. */
export type Context = {
  readonly db: MockDb
  /** Origin of the app, without a slash at the end; the host of every link. */
  readonly origin: string
  /** The caller, or undefined for a visitor. */
  readonly account: AccountRow | undefined
  /** Set when the caller came with an API token. */
  readonly token: TokenRow | undefined
  /** Id of the caller's session, if that is what they came with. */
  readonly sid: string | undefined
  /** Signs an account in on this answer; the session before it, if any, is left alone. */
  readonly startSession: (account: AccountRow, remember: boolean) => void
  /** Ends the caller's session. */
  readonly endSession: () => void
  /** When the person of the session last showed who they are. */
  readonly confirmedAt: Date | undefined
  /** What this browser remembers of a second factor: an account and its epoch. */
  readonly device: string | undefined
  readonly rememberDevice: (device: string) => void
  /** What this browser is known again by. */
  readonly browser: string | undefined
  readonly nameBrowser: (browser: string) => void
  /** Where the bytes of uploads are kept, if anywhere. */
  readonly files: FileStore | undefined
}

export type ContextOptions = {
  readonly db: MockDb
  readonly origin: string
  readonly carrier: SessionCarrier
  readonly files?: FileStore
}

/** The context of a request, and the headers that its use case asked for. */
export function createContext(
  request: Request,
  { db, origin, carrier, files }: ContextOptions,
): { context: Context; headers: Headers } {
  const authorization = request.headers.get('authorization')
  const given = givenSession(request, db, carrier)
  if (authorization !== null && carrier === 'cookie' && given !== undefined) {
    throw new ProblemError(
      'ambiguous_credentials',
      'Send a session cookie or an Authorization header, not both',
    )
  }

  const headers = new Headers()
  const setSession = (sid: string | undefined) => {
    if (carrier === 'store') db.browserSession = sid ?? null
    else headers.append('set-cookie', cookieHeader(sid))
  }
  const token = authorization === null ? undefined : findToken(db, authorization, request)
  const session = authorization === null ? findSession(db, given) : undefined
  const accountId = token?.accountId ?? session?.accountId
  const account = accountId === undefined ? undefined : findAccount(db, accountId)
  const context: Context = {
    db,
    origin,
    files,
    token,
    account: account?.disabled === true ? undefined : account,
    sid: session?.sid,
    startSession: (owner, remember) => {
      const now = db.now().toISOString()
      const sid = randomSecret()
      const id = crypto.randomUUID()
      const userAgent = request.headers.get('user-agent') ?? globalThis.navigator?.userAgent ?? null
      db.sessions.push({
        id,
        sid,
        userAgent,
        accountId: owner.id,
        remember,
        createdAt: now,
        seenAt: now,
      })
      setSession(sid)
    },
    endSession: () => {
      db.sessions = db.sessions.filter((row) => row.sid !== session?.sid)
      setSession(undefined)
    },
    confirmedAt: session && new Date(session.confirmedAt ?? session.createdAt),
    device:
      carrier === 'store' ? (db.browserDevice ?? undefined) : cookieOf(request, DEVICE_COOKIE),
    rememberDevice: (device) => {
      if (carrier === 'store') db.browserDevice = device
      else headers.append('set-cookie', `${DEVICE_COOKIE}=${device}; Path=/; HttpOnly`)
    },
    browser:
      carrier === 'store' ? (db.browserName ?? undefined) : cookieOf(request, BROWSER_COOKIE),
    nameBrowser: (browser) => {
      if (carrier === 'store') db.browserName = browser
      else headers.append('set-cookie', `${BROWSER_COOKIE}=${browser}; Path=/; HttpOnly`)
    },
  }
  return { context, headers }
}

/** The signed-in person. @throws ProblemError `not_authenticated` for a visitor. */
export function signedIn(context: Context): AccountRow {
  if (context.account === undefined) {
    throw new ProblemError('not_authenticated', 'This needs a signed-in person')
  }
  return context.account
}

/** @throws ProblemError `forbidden` when the caller's token is not good for this project. */
export function requireTokenFor(context: Context, action: TokenAction, project: ProjectRow): void {
  const { token } = context
  if (token !== undefined && !tokenAllows(token, action, project)) {
    throw new ProblemError('forbidden', `The token is not good for this: ${action}`)
  }
}

/** Whether a token is good for an action on a project. */
export function tokenAllows(
  { scope, actions }: TokenRow,
  action: TokenAction,
  project: ProjectRow,
): boolean {
  const covers = scope.kind === 'account' || scope.projects.includes(project.normalizedName)
  return covers && actions.includes(action)
}

function cookieOf(request: Request, wanted: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === wanted && value !== undefined && value !== '') return value
  }
  return undefined
}

function cookieHeader(sid: string | undefined): string {
  const attributes = 'Path=/; HttpOnly; SameSite=Lax'
  return sid === undefined
    ? `${SESSION_COOKIE}=; ${attributes}; Max-Age=0`
    : `${SESSION_COOKIE}=${sid}; ${attributes}`
}

function givenSession(request: Request, db: MockDb, carrier: SessionCarrier): string | undefined {
  return carrier === 'store' ? (db.browserSession ?? undefined) : cookieOf(request, SESSION_COOKIE)
}

/**
 * An unsafe request must not come from another site, and one with a cookie must show that it comes
 * from ours. A service worker sees no `Origin`: with the session in the store only a foreign one is
 * refused.
 * @throws ProblemError `cross_site`
 */
export function refuseOtherSites(request: Request, options: ContextOptions): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.get('origin')
  const proven =
    origin === null
      ? request.headers.get('sec-fetch-site') === 'same-origin'
      : origin === options.origin
  const mustProve = options.carrier === 'cookie' && cookieOf(request, SESSION_COOKIE) !== undefined
  if (origin === null ? mustProve && !proven : !proven) {
    throw new ProblemError('cross_site', 'Changes are taken from our own pages only')
  }
}

/**
 * Refuses a caller for whom the operation is not.
 * @throws ProblemError `not_authenticated`, `forbidden` for a token where only people may call, or
 *   `reauthentication_required` for a session whose owner was last asked too long ago.
 */
export function refuseStrangers(endpoint: Endpoint, context: Context): void {
  if (endpoint.auth !== 'session') return
  signedIn(context)
  if (context.token !== undefined && endpoint.token === undefined) {
    throw new ProblemError('forbidden', 'An API token cannot do this; sign in with a browser')
  }
  if (endpoint.fresh) refuseUnconfirmed(context)
}

function refuseUnconfirmed({ db, confirmedAt }: Context): void {
  if (confirmedAt === undefined) return
  if (db.now().getTime() - confirmedAt.getTime() <= CONFIRMED_MINUTES * 60_000) return
  throw new ProblemError('reauthentication_required', 'Show by password or passkey that it is you')
}

function findSession(db: MockDb, sid: string | undefined) {
  const session = db.sessions.find((row) => row.sid === sid)
  if (session === undefined || !isLiving(db, session)) return undefined
  session.seenAt = db.now().toISOString()
  return session
}

/** Whether a session is neither over nor idle for too long. */
export function isLiving(db: MockDb, session: SessionRow): boolean {
  const now = db.now().getTime()
  const idle = now - Date.parse(session.seenAt)
  const age = now - Date.parse(session.createdAt)
  return age <= ABSOLUTE && idle <= (session.remember ? ABSOLUTE : IDLE)
}

function findToken(db: MockDb, authorization: string, request: Request): TokenRow {
  const secret = readSecret(authorization)
  const token = db.tokens.find((row) => row.secret === secret)
  const now = db.now()
  if (
    token === undefined ||
    token.leak !== null ||
    !mayBeUsedFrom(token, request.headers.get('x-forwarded-for')) ||
    (token.expiresAt !== null && new Date(token.expiresAt) <= now) ||
    findAccount(db, token.accountId)?.disabled !== false
  ) {
    throw new ProblemError('token_invalid', 'The token is unknown, expired or revoked')
  }
  token.lastUsedAt = now.toISOString()
  return token
}

/** A browser tab knows no network address: there a token may be used. */
function mayBeUsedFrom({ networks }: TokenRow, address: string | null): boolean {
  return networks.length === 0 || address === null || isInNetworks(address, networks)
}

/** `Bearer <token>`, or Basic with the user name `__token__`. */
function readSecret(authorization: string): string | undefined {
  const [scheme = '', value = ''] = authorization.split(' ', 2)
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const [name, secret] = (fromBase64Url(value) ?? '').split(':', 2)
  return name === '__token__' ? secret : undefined
}
