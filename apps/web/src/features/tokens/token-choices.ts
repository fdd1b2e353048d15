import { offeredLifetimes, type TokenCreation, type TokenLifetime } from '@wheelhouse/shared-types'
import type * as z from 'zod/mini'
import type { TokenForm } from './schemas.ts'

/** The choice of a life without an end; the others are days. */
const NEVER = 'never'

/** A life as a list in a page can hold it. */
export const toChoice = (days: TokenLifetime): string => (days === null ? NEVER : String(days))

/** The words of a text, which stand apart by spaces, lines or commas. */
export const splitWords = (text: string): string[] =>
  text.split(/[\s,]+/).filter((word) => word !== '')

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
