/** An error as it may stand in the log. */
export type DescribedError = {
  readonly type: string
  readonly message: string
  readonly code?: string
  /** Where it was thrown, innermost first. */
  readonly stack: readonly string[]
  readonly cause?: DescribedError
}

const MOST_CAUSES = 5
const MOST_FRAMES = 20
const MOST_CHARACTERS = 500

/**
 * What an error says of the program, without what it says of people: a database's own errors carry
 * the refused row (mail texts with their links, hashes), and Prisma's name the values of a query.
 * So only type, code, place and message are kept, and of Prisma's messages the last line.
 */
export function describeError(error: unknown, depth: number = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error', stack: [] }
  const { name, message, stack, cause } = error
  const { code } = error as Error & { code?: unknown }
  const said = name.startsWith('Prisma') ? (message.trim().split('\n').at(-1) ?? '') : message
  return {
    type: name,
    message: said.slice(0, MOST_CHARACTERS),
    ...(typeof code === 'string' ? { code } : {}),
    stack: framesOf(stack),
    ...(cause instanceof Error && depth < MOST_CAUSES
      ? { cause: describeError(cause, depth + 1) }
      : {}),
  }
}

function framesOf(stack: string | undefined): string[] {
  const lines = (stack ?? '').split('\n')
  return lines
    .filter((line) => line.startsWith('    at '))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim())
}
