/** What a server under `fault-hook.ts` is to do from now on. */
export type FaultPlan = {
  /** Whose steps count: the process's own thread, its workers (the embedded database), nobody's. */
  readonly scope: 'none' | 'process' | 'workers'
  /** The step before which the process is killed; 0 for none. */
  readonly killAt: number
  /** Or, in the process's own thread, the step of a name, when it comes for the so-manieth time. */
  readonly killOn?: { readonly name: string; readonly occurrence: number }
  /** Calls of the file system that fail, where `path` is part of their first parameter. */
  readonly fail: readonly { readonly call: string; readonly code: string; readonly path?: string }[]
}

export const NO_FAULTS: FaultPlan = { scope: 'none', killAt: 0, fail: [] }

export type FaultMessage = { kind: 'arm'; plan: FaultPlan } | { kind: 'report' }

/** Steps since the last plan (that of the moment before, for `arm`). */
export type FaultReply = { kind: 'answer'; steps: number; trace: string[] }
