import { TOKEN_ACTIONS, type TokenAction } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findUserByUsername } from '../features/accounts/accounts.queries.ts'
import { recordEvent, SYSTEM } from '../features/events/record-event.ts'
import { isThere } from '../features/projects/projects.queries.ts'
import { issueToken, type TokenTarget } from '../features/tokens/issue-token.ts'
import { isUniqueViolation, withTransaction } from '../infra/db/with-transaction.ts'
import { CommandError } from './command-error.ts'
import { withDeps } from './with-deps.ts'

type Options = {
  name?: string
  project: string[]
  scope: string[]
  expires: string
  json?: boolean
}

const DAY_MS = 24 * 60 * 60 * 1000
const collect = (value: string, all: string[]) => [...all, value]

/** `wheelhouse token create`: prints the token, which is shown this once, and nothing else. */
export function addTokenCommands(program: Command, config: Config): void {
  program
    .command('token')
    .description('API tokens')
    .command('create <username>')
    .description('Make an API token and print it')
    .option('--name <name>', 'its name (default: cli and the time)')
    .option('--project <name>', 'limit it to this project (repeatable)', collect, [])
    .option('--scope <action>', `one of ${TOKEN_ACTIONS.join(', ')} (repeatable)`, collect, [])
    .option('--expires <time>', 'days such as 90d, or never', '90d')
    .option('--json', 'print JSON')
    .action(async (username: string, options: Options) => {
      const made = await withDeps(config, (deps) => makeToken(deps, username, options))
      process.stdout.write(`${options.json === true ? JSON.stringify(made) : made.token}\n`)
    })
}

async function makeToken(deps: Deps, username: string, options: Options) {
  const { db, clock } = deps
  const user = await findUserByUsername(db, username)
  if (user === undefined) throw new CommandError(`there is no user ${username}`)
  const at = clock.now()
  const name = options.name ?? `cli ${at.toISOString()}`
  const order = {
    userId: user.id,
    name,
    actions: readActions(options.scope),
    target: await readTarget(deps, options.project),
    at,
    expiresAt: readExpiry(options.expires, at),
  }
  try {
    return await withTransaction(db, async (tx) => {
      const { token, secret } = await issueToken(tx, order)
      await recordEvent(tx, {
        kind: 'token-created',
        actor: SYSTEM,
        at,
        userId: user.id,
        details: { token: name, tokenId: token.id },
      })
      return { token: secret, name, id: token.id }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new CommandError(`${username} has a token named ${name} already`)
  }
}

function readActions(scope: readonly string[]): TokenAction[] {
  if (scope.length === 0) return ['upload', 'read']
  const unknown = scope.find((action) => !(TOKEN_ACTIONS as readonly string[]).includes(action))
  if (unknown === undefined) return [...new Set(scope)] as TokenAction[]
  throw new CommandError(`--scope ${unknown}: use ${TOKEN_ACTIONS.join(', ')}`)
}

async function readTarget({ db }: Deps, names: readonly string[]): Promise<TokenTarget> {
  if (names.length === 0) return 'account'
  const projectIds = await Promise.all(
    names.map(async (name) => {
      const normalizedName = normalizeName(name)
      const project = await db.project.findUnique({ where: { normalizedName } })
      if (!isThere(project)) throw new CommandError(`there is no project ${name}`)
      return project.id
    }),
  )
  return { projectIds, newNames: [] }
}

function readExpiry(text: string, now: Date): Date | null {
  if (text === 'never') return null
  const match = /^(\d{1,5})d$/.exec(text)
  if (match === null) throw new CommandError(`--expires ${text}: use days such as 90d, or never`)
  return new Date(now.getTime() + Number(match[1]) * DAY_MS)
}
