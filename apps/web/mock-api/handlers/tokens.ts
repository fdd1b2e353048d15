import {
  chooseLifetime,
  createToken,
  fieldError,
  normalizeNetwork,
  regenerateToken,
  listTokens,
  ProblemError,
  revokeToken,
  validationFailed,
  type TokenScope,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import { findProject, type AccountRow, type MockDb, type TokenRow } from '../db.ts'
import { sendMail } from '../mails.ts'
import { presentToken } from '../present.ts'
import { newTokenSecret } from '../secrets.ts'

const DAY = 86_400_000

export const tokenOperations: readonly Operation[] = [
  bind(listTokens, (_input, context) => ({
    items: ownTokens(context.db, signedIn(context))
      .toReversed()
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt, 'en'))
      .map(presentToken),
  })),

  bind(createToken, ({ body }, context) => {
    const { db } = context
    const account = signedIn(context)
    if (!account.emailVerified) {
      throw new ProblemError('email_unverified', 'Verify your e-mail address to make tokens')
    }
    const days = chooseLifetime(body.expiresInDays, db.tokenMaxDays)
    const scope = resolveScope(db, account, body.scope)
    const now = db.now()
    if (ownTokens(db, account).some(({ name, leak }) => name === body.name && leak === null)) {
      throw new ProblemError('token_name_taken', `You have a token named ${body.name} already`)
    }
    const token: TokenRow = {
      id: crypto.randomUUID(),
      accountId: account.id,
      secret: newTokenSecret(),
      name: body.name,
      scope,
      networks: [...new Set(body.networks.map((text) => normalizeNetwork(text) ?? text))],
      leak: null,
      actions: [...new Set(body.actions)].toSorted(),
      createdAt: now.toISOString(),
      expiresAt: days === null ? null : new Date(now.getTime() + days * DAY).toISOString(),
      lastUsedAt: null,
    }
    db.tokens.push(token)
    sendMail(db, {
      to: account.email,
      subject: 'An API token was made',
      text: `A token named ${body.name} was made for ${account.username}.\n`,
    })
    return { token: presentToken(token), secret: token.secret }
  }),

  bind(regenerateToken, ({ params }, context) => {
    const { db } = context
    const account = signedIn(context)
    if (!account.emailVerified) {
      throw new ProblemError('email_unverified', 'Verify your e-mail address to make tokens')
    }
    const token = ownTokens(db, account).find(({ id, leak }) => id === params.id && leak === null)
    if (token === undefined) throw new ProblemError('not_found', 'You have no such token')
    const { createdAt, expiresAt } = token
    const now = db.now()
    const life = Math.min(
      expiresAt === null ? Infinity : Date.parse(expiresAt) - Date.parse(createdAt),
      (db.tokenMaxDays ?? Infinity) * DAY,
    )
    Object.assign(token, {
      secret: newTokenSecret(),
      createdAt: now.toISOString(),
      expiresAt: life === Infinity ? null : new Date(now.getTime() + life).toISOString(),
      lastUsedAt: null,
    })
    sendMail(db, {
      to: account.email,
      subject: 'An API token was made anew',
      text: `The token ${token.name} of ${account.username} has a new value.\n`,
    })
    return { token: presentToken(token), secret: token.secret }
  }),

  bind(revokeToken, ({ params }, context) => {
    const { db } = context
    const account = signedIn(context)
    const token = ownTokens(db, account).find((row) => row.id === params.id)
    if (token === undefined) throw new ProblemError('not_found', 'You have no such token')
    db.tokens = db.tokens.filter((row) => row !== token)
    return undefined
  }),
]

/** Expired ones included, in the order of creation. */
function ownTokens(db: MockDb, account: AccountRow): TokenRow[] {
  return db.tokens.filter((token) => token.accountId === account.id)
}

/**
 * The scope with normalized names, each once.
 * @throws ProblemError `validation_failed` for projects in which the account has no role; whether
 * such a project exists is not told.
 */
function resolveScope(db: MockDb, account: AccountRow, scope: TokenScope): TokenScope {
  if (scope.kind === 'account') return scope
  const errors = []
  const names = new Set<string>()
  for (const [index, name] of scope.projects.entries()) {
    const project = findProject(db, name)
    if (project?.people.some((person) => person.accountId === account.id) === true) {
      names.add(project.normalizedName)
    } else {
      errors.push(
        fieldError(`body/scope/projects/${index}`, 'project_unknown', 'is not a project of yours'),
      )
    }
  }
  if (errors.length > 0) throw validationFailed(errors)
  const newNames = new Set<string>()
  for (const name of scope.newProjects.map(normalizeName)) {
    // An own project that is named as a new one is simply one of them.
    const isOwn = findProject(db, name)?.people.some(({ accountId }) => accountId === account.id)
    if (isOwn === true) names.add(name)
    else newNames.add(name)
  }
  return {
    kind: 'projects',
    projects: [...names].toSorted(),
    newProjects: [...newNames].toSorted(),
  }
}
