import { createStore } from '../../lib/store.ts'

/** A call that waits until somebody has shown who they are; `settle` says whether they did. */
export type Reauthentication = { readonly settle: (shown: boolean) => void }

/** The question that is open, if there is one. */
export const reauthentication = createStore<Reauthentication | null>(null)

let open: Promise<boolean> | undefined

/**
 * Asks the person, once for all calls that wait at the same time, to show that it is still them.
 * Resolves to whether they did.
 */
export function askAgain(): Promise<boolean> {
  open ??= new Promise((resolve) => {
    const settle = (shown: boolean) => {
      open = undefined
      reauthentication.set(null)
      resolve(shown)
    }
    reauthentication.set({ settle })
  })
  return open
}
