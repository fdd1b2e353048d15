export type OwnError = { type: string; message?: string }

/** What is refused of a field; of a list, what is refused of it beside its entries. */
export function ownError(found: unknown): OwnError | undefined {
  const { root = found } = (found ?? {}) as { root?: unknown }
  return typeof (root as Partial<OwnError> | undefined)?.type === 'string'
    ? (root as OwnError)
    : undefined
}
