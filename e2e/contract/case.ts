import type { Endpoint, ProblemCode } from '@wheelhouse/shared-types'
import type { World } from './world.ts'

/** One statement about an operation that must hold on every target. */
export type Case = {
  readonly operation: Endpoint
  /** What it shows: that the operation works, or a refusal of it. */
  readonly shows: 'success' | ProblemCode
  readonly name: string
  readonly run: (world: World) => Promise<void>
}

/** The cases of one operation, by what they show. */
export function casesOf(
  operation: Endpoint,
  cases: readonly (readonly [shows: Case['shows'], name: string, run: Case['run']])[],
): Case[] {
  return cases.map(([shows, name, run]) => ({ operation, shows, name, run }))
}
