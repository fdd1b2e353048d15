import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { Email, NewPassword, PersonName, toFieldErrors, Username } from '@wheelhouse/shared-types'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { createUser } from '../features/accounts/create-user.ts'
import { freezeAccount } from '../features/accounts/freeze-account.ts'
import { isUsernameTaken } from '../features/accounts/is-username-taken.ts'
import { signMailLink } from '../features/accounts/mail-link.ts'
import { recoverAccount } from '../features/accounts/recover-account.ts'
import { recordEvent, SYSTEM } from '../features/events/record-event.ts'
import { isUniqueViolation, withTransaction } from '../infra/db/with-transaction.ts'
import { CommandError } from './command-error.ts'
import { addInvitationCommands } from './invitation.ts'
import { describe, operate } from './operate.ts'
import { withDeps } from './with-deps.ts'

type Options = {
  email: string
  name: string
  passwordStdin?: boolean
  verified?: boolean
  admin?: boolean
  json?: boolean
}

const NewUser = z.object({ username: Username, email: Email, name: PersonName })

/**
 * `wheelhouse user create`: without a password it prints a one-time link to set one; `user freeze` and `unfreeze` shut
 * somebody out and let them in again; `user recover` lets in who lost password and second factors.
 */
export function addUserCommands(program: Command, config: Config): void {
  const user = program.command('user').description('Accounts')
  addInvitationCommands(user, config)
  user
    .command('create <username>')
    .description('Make an account; without --password-stdin it prints a link to set a password')
    .requiredOption('--email <address>', 'its e-mail address')
    .option('--name <name>', 'the name of the person', '')
    .option('--password-stdin', 'read the password from standard input')
    .option('--verified', 'take the address for verified')
    .option('--admin', 'make it an administrator')
    .option('--json', 'print JSON')
    .action(async (username: string, options: Options) => {
      const made = await withDeps(config, (deps) => makeUser(deps, username, options))
      if (options.json === true) process.stdout.write(`${JSON.stringify(made)}\n`)
      else process.stdout.write(`${made.link ?? made.username}\n`)
    })
  for (const [verb, frozen, what] of [
    ['freeze', true, 'Shut an account out: no sign-in, no session, no token; what it owns stays'],
    ['unfreeze', false, 'Let a frozen account in again'],
  ] as const) {
    user
      .command(`${verb} <username>`)
      .description(what)
      .option('--json', 'print JSON')
      .action(async (username: string, options: { json?: boolean }) => {
        const done = await withDeps(config, (deps) =>
          operate(freezeAccount(deps, username, frozen)),
        )
        const line = `${done.username} is ${frozen ? 'frozen' : 'active'}${done.changed ? '' : ' already'}`
        process.stdout.write(`${options.json === true ? JSON.stringify(done) : line}\n`)
      })
  }
  user
    .command('recover <username>')
    .description(
      'Remove all second factors, end all sessions, and print a link to set a password: for somebody who lost everything and has shown you who they are',
    )
    .option('--json', 'print JSON')
    .action(async (username: string, options: { json?: boolean }) => {
      const done = await withDeps(config, (deps) => operate(recoverAccount(deps, username)))
      if (options.json === true) return void process.stdout.write(`${JSON.stringify(done)}\n`)
      process.stderr.write('Second factors are gone. This link sets a password within an hour:\n')
      process.stdout.write(`${done.link}\n`)
    })
}

async function makeUser(deps: Deps, username: string, options: Options) {
  const parsed = NewUser.safeParse({ username, email: options.email, name: options.name })
  if (!parsed.success) throw new CommandError(describe(parsed.error))
  const passwordHash =
    options.passwordStdin === true ? await deps.passwords.hash(await readPassword()) : null
  try {
    const at = deps.clock.now()
    const { userId } = await withTransaction(deps.db, async (tx) => {
      if (await isUsernameTaken(tx, parsed.data.username)) throw taken('username')
      const user = await createUser(tx, {
        ...parsed.data,
        passwordHash,
        at,
        verified: options.verified ?? false,
        admin: options.admin ?? false,
      })
      await recordEvent(tx, {
        kind: 'account-registered',
        actor: SYSTEM,
        at,
        userId: user.userId,
      })
      return user
    })
    if (passwordHash !== null) return { username: parsed.data.username }
    const token = await signMailLink(deps, 'reset-password', userId)
    process.stderr.write('Open this link within an hour to set the password:\n')
    const link = `${deps.config.PUBLIC_URL}/reset-password/new?token=${token}`
    return { username: parsed.data.username, link }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const what = isUniqueViolation(error, 'address') ? 'address' : 'username'
    throw taken(what)
  }
}

const taken = (what: 'address' | 'username') =>
  new CommandError(`this ${what} belongs to an account already`)

async function readPassword(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  const parsed = NewPassword.safeParse(password)
  if (parsed.success) return password
  throw new CommandError(`password: ${toFieldErrors(parsed.error, '')[0]!.detail}`)
}
