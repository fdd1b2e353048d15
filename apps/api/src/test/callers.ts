import type { TokenAction } from '@wheelhouse/shared-types'
import { createUser } from '../features/accounts/create-user.ts'
import { openSession } from '../features/sessions/open-session.ts'
import { issueToken } from '../features/tokens/issue-token.ts'
import { sessionCookie } from '../http/session-cookie.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import { send, type Answer, type Call } from './send.ts'
import type { TestApi } from './start-test-api.ts'

export const PASSWORD = 'correct horse battery staple 42'

export type Person = { readonly userId: string; readonly username: string; readonly email: string }

export type TestCaller = {
  /** Headers that stand for the caller. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON bodies get their content type; unsafe calls come from the site's own pages. */
  ask(method: string, path: string, body?: unknown, more?: Partial<Call>): Promise<Answer>
}

let people = 0

/** A person with a verified address; the password costs a hash and is set only where it is asked for. */
export async function createPerson(
  { deps }: Pick<TestApi, 'deps'>,
  options: { username?: string; verified?: boolean; password?: string } = {},
): Promise<Person> {
  people += 1
  const { username = `person${people}`, verified = true, password } = options
  const email = `${username.toLowerCase()}@example.org`
  const passwordHash = password === undefined ? null : await deps.passwords.hash(password)
  const { userId } = await withTransaction(deps.db, (tx) =>
    createUser(tx, { username, name: '', email, passwordHash, verified, at: deps.clock.now() }),
  )
  return { userId, username, email }
}

export type TokenOptions = {
  actions?: readonly TokenAction[]
  /** Normalized names; the whole account when left out. */
  projects?: readonly string[]
  /** Normalized names of projects that do not exist yet; only with `projects`. */
  newProjects?: readonly string[]
  networks?: readonly string[]
  expiresAt?: Date
}

/** The secret of a new token. */
export async function createSecret(
  { deps }: Pick<TestApi, 'deps'>,
  { userId }: Person,
  {
    actions = ['upload', 'read'],
    projects,
    newProjects = [],
    networks = [],
    expiresAt,
  }: TokenOptions = {},
): Promise<string> {
  const found =
    projects &&
    (await deps.db.project.findMany({ where: { normalizedName: { in: [...projects] } } }))
  const { secret } = await withTransaction(deps.db, (tx) =>
    issueToken(tx, {
      userId,
      name: `token ${Math.random()}`,
      actions,
      target:
        found === undefined
          ? 'account'
          : { projectIds: found.map((project) => project.id), newNames: newProjects },
      networks,
      at: deps.clock.now(),
      expiresAt: expiresAt ?? null,
    }),
  )
  return secret
}

/** Nobody: no cookie, no token. */
export function anonymous(api: TestApi): TestCaller {
  return createCaller(api, {})
}

/** Somebody whose browser has a session. */
export async function signedIn(
  api: TestApi,
  person: Person,
  options: { remember?: boolean } = {},
): Promise<TestCaller> {
  const { deps } = api
  const origin = { requestId: 'test', address: '127.0.0.1', userAgent: 'test' }
  const { value } = await withTransaction(deps.db, (tx) =>
    openSession(tx, { deps, origin }, person.userId, options.remember ?? false),
  )
  return withCookie(api, value)
}

/** Whoever the value of a session cookie stands for. */
export function withCookie(api: TestApi, value: string): TestCaller {
  return createCaller(api, { cookie: `${sessionCookie(api.deps.config).name}=${value}` })
}

/** A program with an API token. */
export async function withToken(
  api: TestApi,
  person: Person,
  options: TokenOptions = {},
): Promise<TestCaller> {
  const secret = await createSecret(api, person, options)
  return createCaller(api, { authorization: `Bearer ${secret}` })
}

export function createCaller(api: TestApi, headers: Record<string, string>): TestCaller {
  const { origin: own } = new URL(api.deps.config.PUBLIC_URL)
  return {
    headers,
    ask: (method, path, body, more = {}) =>
      send(api.origin, {
        method,
        path,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...more,
        headers: {
          ...(method === 'GET' || method === 'HEAD' ? {} : { origin: own }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...more.headers,
        },
      }),
  }
}

/** The value of the session cookie that an answer sets; undefined when it sets none. */
export function sessionSetBy(answer: Answer): string | undefined {
  const cookie = answer.headers['set-cookie']?.find((text) =>
    /^(__Host-wheelhouse|wheelhouse_\d+)=/.test(text),
  )
  return cookie?.split(';', 1)[0]!.replace(/^[^=]*=/, '')
}
