import * as z from 'zod/mini'
import { CurrentPassword, USERNAME_MAX_LENGTH } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { line } from './text.ts'

/** What stands in the way of deleting an account, and what it makes final. */
export const DeletionState = z
  .object({
    /** Projects that would be left without an owner. */
    soleOwnerOf: z.array(z.object({ name: z.string(), normalizedName: z.string() })),
    /** Deleted projects that nobody else could bring back: they are gone for good with the account. */
    endsProjects: z.array(z.string()),
  })
  .register(z.globalRegistry, { id: 'DeletionState' })
export type DeletionState = z.output<typeof DeletionState>

export const getAccountDeletion = endpoint({
  id: 'getAccountDeletion',
  method: 'GET',
  path: '/api/v1/account/deletion',
  tag: 'Accounts',
  summary: 'What stands in the way of deleting the own account, and what that would make final',
  auth: 'session',
  response: DeletionState,
})

export const AccountDeletion = z.strictObject({
  /** The own username, as a confirmation. */
  username: line(USERNAME_MAX_LENGTH),
  password: CurrentPassword,
})

export const deleteAccount = endpoint({
  id: 'deleteAccount',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/deletion',
  tag: 'Accounts',
  summary: 'Delete the own account for good; its username is never given again',
  auth: 'session',
  body: AccountDeletion,
  problems: ['confirmation_mismatch', 'password_wrong', 'sole_owner', 'rate_limited'],
})
