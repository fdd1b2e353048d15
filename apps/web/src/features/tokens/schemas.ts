import {
  NewProjectNames,
  noProjectNamed,
  offeredLifetimes,
  TOKEN_ACTIONS,
  TokenCreation,
  TokenNetworks,
  TokenProjects,
  type AnySchema,
} from '@wheelhouse/shared-types'
import * as z from 'zod/mini'
import { splitWords, toChoice } from './token-choices.ts'

/** A text of words, which are refused as the contract's list of them would be. */
function wordsOf(list: AnySchema) {
  return z.string().check((context) => {
    const words = z.safeParse(list, splitWords(context.value), { reportInput: true })
    for (const issue of words.error?.issues ?? []) {
      context.issues.push({ ...issue, path: [] } as z.core.$ZodRawIssue)
    }
  })
}

/**
 * The form of a new token: `TokenCreation` with both kinds of scope side by side, so that a choice
 * can be changed and changed back. Its fields have the names of the contract's.
 */
export const TokenForm = z.strictObject({
  name: TokenCreation.shape.name,
  scope: z
    .object({
      kind: z.enum(['account', 'projects']),
      projects: TokenProjects,
      newProjects: wordsOf(NewProjectNames),
    })
    .check((context) => {
      const { kind, projects, newProjects } = context.value
      if (kind === 'account' || projects.length > 0 || newProjects.trim() !== '') return
      context.issues.push(noProjectNamed(projects))
    }),
  actions: z.array(z.enum(TOKEN_ACTIONS)).check(z.minLength(1)),
  expiresInDays: z.enum(offeredLifetimes(null).map(toChoice)),
  networks: wordsOf(TokenNetworks),
})
export type TokenForm = z.output<typeof TokenForm>
