import {
  chooseLifetime,
  fieldError,
  normalizeNetwork,
  ProblemError,
  validationFailed,
  type createToken as endpoint,
  type TokenScope,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { UseCase } from '../../http/bind.ts'
import type { Db } from '../../infra/db/database.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { tokenCreatedMail } from '../accounts/account-mails.ts'
import { findUserById } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { THERE } from '../projects/projects.queries.ts'
import { issueToken, type TokenTarget } from './issue-token.ts'
import { presentToken } from './tokens.present.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Makes a token for the signed-in person, for projects in which they have a role. */
export const createToken: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const { db, clock } = deps
  if (!caller.user.emailVerified) {
    throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
  }
  const days = chooseLifetime(body.expiresInDays, deps.config.TOKEN_MAX_DAYS ?? null)
  const target = await resolveScope(db, caller.user.id, body.scope)
  const at = clock.now()
  const expiresAt = days === null ? null : new Date(at.getTime() + days * DAY_MS)
  const user = await findUserById(db, caller.user.id)
  try {
    const { token, secret } = await withTransaction(db, async (tx) => {
      const actions = [...new Set(body.actions)]
      const networks = [...new Set(body.networks.map((text) => normalizeNetwork(text) ?? text))]
      const userId = caller.user.id
      const order = { userId, name: body.name, actions, target, networks, at, expiresAt }
      const issued = await issueToken(tx, order)
      await recordEvent(tx, {
        kind: 'token-created',
        actor: actorOf(caller),
        at,
        userId: caller.user.id,
        details: { token: body.name, tokenId: issued.token.id },
        from: { origin, secrets: deps.secrets },
      })
      const address = user?.emails[0]?.address
      if (address !== undefined) {
        const recipient = { address, username: caller.user.username }
        await queueMail(tx, tokenCreatedMail(deps.config, recipient, body.name))
      }
      return issued
    })
    void deps.outbox.flush()
    return { token: presentToken(token), secret }
  } catch (error) {
    if (!isUniqueViolation(error, 'live_name') && !isUniqueViolation(error, 'liveName')) throw error
    throw new ProblemError('token_name_taken', `You have a token named ${body.name} already`)
  }
}

/** @throws ProblemError `validation_failed` at each project in which the user has no role. */
async function resolveScope(db: Db, userId: string, scope: TokenScope): Promise<TokenTarget> {
  if (scope.kind === 'account') return 'account'
  const names = scope.projects.map(normalizeName)
  const wanted = scope.newProjects.map(normalizeName)
  const projects = await db.project.findMany({
    where: {
      ...THERE,
      normalizedName: { in: [...names, ...wanted] },
      roles: { some: { principalId: userId } },
    },
    select: { id: true, normalizedName: true },
  })
  const ids = new Map(projects.map((project) => [project.normalizedName, project.id]))
  const unknown = names.flatMap((name, index) =>
    ids.has(name)
      ? []
      : [
          fieldError(
            `body/scope/projects/${index}`,
            'project_unknown',
            'is not a project of yours',
          ),
        ],
  )
  if (unknown.length > 0) throw validationFailed(unknown)
  // An own project that is named as a new one is simply one of them.
  return {
    projectIds: [...new Set(ids.values())],
    newNames: [...new Set(wanted)].filter((name) => !ids.has(name)),
  }
}
