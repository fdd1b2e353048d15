/** A project's page that changed: its normalized name and its newest serial. */
export type PageChange = { readonly name: string; readonly serial: bigint }

/** The other processes that serve the same port. */
export type Siblings = {
  /** Returns when all of them know, or after a moment for one that does not answer. Never rejects. */
  tell(change: PageChange): Promise<void>
  onTold(listener: (change: PageChange) => void): void
}

/** For a process that serves alone. */
export const NO_SIBLINGS: Siblings = { tell: async () => {}, onTold: () => {} }
