import { ProblemError, toFieldErrors } from '@wheelhouse/shared-types'
import type * as z from 'zod'
import { CommandError } from './command-error.ts'

/** A refusal, as the one line that the command ends with. */
export async function operate<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ProblemError) throw new CommandError(error.message)
    throw error
  }
}

/** What is wrong with arguments, in one line. */
export function describe(error: z.ZodError): string {
  return toFieldErrors(error, '')
    .map(({ pointer, detail }) => `${pointer.replaceAll('/', '')}: ${detail}`)
    .join('; ')
}
