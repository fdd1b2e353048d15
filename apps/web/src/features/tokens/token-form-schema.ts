import {
  normalizeNetwork,
  offeredLifetimes,
  TOKEN_ACTIONS,
  TokenCreation,
  type FieldErrorCode,
  type TokenLifetime,
} from '@wheelhouse/shared-types'
import { isValidName } from '@wheelhouse/shared-types/python'
import * as z from 'zod/mini'

/** The choice of a life without an end; the others are days. */
const NEVER = 'never'

/** A life as a list in a page can hold it. */
export const toChoice = (days: TokenLifetime): string => (days === null ? NEVER : String(days))

const splitWords = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')

/** A text of words, each of which must pass. */
function words(code: FieldErrorCode, passes: (word: string) => boolean) {
  return z.string().check(
    z.refine((text) => splitWords(text).every(passes), {
      error: 'is not of the form',
      params: { code },
    }),
  )
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
      projects: z.array(z.string()),
      newProjects: words('project_name_shape', isValidName),
    })
    .check((context) => {
      const { kind, projects, newProjects } = context.value
      if (kind === 'account' || projects.length > 0 || newProjects.trim() !== '') return
      context.issues.push({
        code: 'too_small',
        origin: 'array',
        minimum: 1,
        inclusive: true,
        input: projects,
        path: ['projects'],
      })
    }),
  actions: z.array(z.enum(TOKEN_ACTIONS)).check(z.minLength(1)),
  expiresInDays: z.enum(offeredLifetimes(null).map(toChoice)),
  networks: words('network_shape', (text) => normalizeNetwork(text) !== undefined),
})
export type TokenForm = z.output<typeof TokenForm>

/** What the form asks for, in the form of the contract. */
export function toTokenCreation(form: TokenForm): z.output<typeof TokenCreation> {
  const { name, scope, actions, expiresInDays, networks } = form
  return {
    name,
    scope:
      scope.kind === 'account'
        ? { kind: 'account' }
        : {
            kind: 'projects',
            projects: scope.projects,
            newProjects: splitWords(scope.newProjects),
          },
    actions,
    networks: splitWords(networks),
    expiresInDays: offeredLifetimes(null).find((days) => toChoice(days) === expiresInDays) ?? null,
  }
}
