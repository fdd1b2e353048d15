import { Email } from '@wheelhouse/shared-types'
import type { Command } from 'commander'
import * as z from 'zod'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { inviteAddress } from '../features/accounts/invite-address.ts'
import { listInvitations, type ListedInvitation } from '../features/accounts/list-invitations.ts'
import { revokeInvitation } from '../features/accounts/revoke-invitation.ts'
import { CommandError } from './command-error.ts'
import { describe, operate } from './operate.ts'
import { withDeps } from './with-deps.ts'

type Options = { json?: boolean }

/**
 * `wheelhouse user invite` prints a link by which somebody chooses username and password, `user
 * invitations` lists what became of all, and `user invitation revoke` takes one back.
 */
export function addInvitationCommands(user: Command, config: Config): void {
  user
    .command('invite <address>')
    .description(
      'Print a link by which somebody opens an account for an address, good for a week; an earlier one for it ends',
    )
    .option('--mail', 'mail the link to the address too')
    .option('--json', 'print JSON')
    .action(async (address: string, options: Options & { mail?: boolean }) => {
      const link = await withDeps(config, (deps) => invite(deps, address, options.mail ?? false))
      process.stdout.write(`${options.json === true ? JSON.stringify({ address, link }) : link}\n`)
    })
  user
    .command('invitations')
    .description('List invitations with what became of them, newest first')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const all = await withDeps(config, listInvitations)
      if (options.json === true) process.stdout.write(`${JSON.stringify(all)}\n`)
      else process.stdout.write(all.map((one) => `${toLine(one)}\n`).join(''))
    })
  user
    .command('invitation')
    .description('One invitation')
    .command('revoke <invitation>')
    .description('Take an open invitation back, by its id or its address')
    .option('--json', 'print JSON')
    .action(async (which: string, options: Options) => {
      const done = await withDeps(config, (deps) => operate(revokeInvitation(deps, which)))
      const line = `The invitation of ${done.address} is revoked`
      process.stdout.write(`${options.json === true ? JSON.stringify(done) : line}\n`)
    })
}

async function invite(deps: Deps, address: string, mail: boolean): Promise<string> {
  const parsed = z.object({ address: Email }).safeParse({ address })
  if (!parsed.success) throw new CommandError(describe(parsed.error))
  if (mail && deps.mailer.kind === 'none') {
    throw new CommandError('--mail: no mail server is configured (SMTP_URL)')
  }
  return operate(inviteAddress(deps, parsed.data.address, { mail }))
}

function toLine(invitation: ListedInvitation): string {
  const { id, state, address, createdAt, invitedBy, mailed, expiresAt, usedAt, revokedAt } =
    invitation
  const facts = [
    `made ${toMinute(createdAt)} by ${invitedBy}${mailed ? ', mailed' : ''}`,
    ...(usedAt === null ? [] : [`used ${toMinute(usedAt)}`]),
    ...(state === 'revoked' ? [`revoked ${toMinute(revokedAt!)}`] : []),
    ...(state === 'open' || state === 'expired' ? [`expires ${toMinute(expiresAt)}`] : []),
  ]
  return `${id}  ${state.padEnd(7)}  ${address}  ${facts.join(', ')}`
}

const toMinute = (at: Date) => `${at.toISOString().slice(0, 16)}Z`
