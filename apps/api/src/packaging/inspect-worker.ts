import { inspectDistribution, type InspectionInput } from './inspect-distribution.ts'
import type { InspectedDistribution } from './inspected-distribution.ts'
import { PackagingError, type RefusalReason } from './packaging-error.ts'

/** A refusal is an answer, not a fault: it crosses the worker boundary as a value. */
export type InspectionAnswer =
  | { readonly inspected: InspectedDistribution }
  | { readonly refused: { readonly reason: RefusalReason; readonly message: string } }

/** Entry of the worker pool (piscina calls the default export with each job). */
export default async function inspectInWorker(job: InspectionInput): Promise<InspectionAnswer> {
  try {
    return { inspected: await inspectDistribution(job) }
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error
    return { refused: { reason: error.reason, message: error.message } }
  }
}
