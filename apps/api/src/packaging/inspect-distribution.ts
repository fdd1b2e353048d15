import { DEFAULT_BUDGET, Deadline, type InspectionBudget } from './budget.ts'
import { checkFilename } from './check-filename.ts'
import { FileWindow } from './file-window.ts'
import { inspectSdist } from './inspect-sdist.ts'
import { inspectWheel } from './inspect-wheel.ts'
import type { InspectedDistribution } from './inspected-distribution.ts'
import type { InspectionPolicy } from './policy.ts'

export interface InspectionInput {
  /** The file on disk; its own name does not matter. */
  readonly path: string
  /** The name under which it was sent. */
  readonly filename: string
  readonly policy: InspectionPolicy
  readonly budget?: Partial<InspectionBudget>
}

/**
 * Does everything that can be said about one uploaded file without the database: its name, the
 * archive byte by byte, its metadata, and that the three agree. Memory stays bounded whatever
 * the file's size. Blocks its thread; run it in a worker.
 * @throws PackagingError with the first problem; other errors are I/O faults of ours
 */
export async function inspectDistribution(input: InspectionInput): Promise<InspectedDistribution> {
  const budget = { ...DEFAULT_BUDGET, ...input.budget }
  const deadline = new Deadline(budget.milliseconds)
  checkFilename(input.filename)
  const file = new FileWindow(input.path)
  try {
    const inspect = input.filename.endsWith('.whl') ? inspectWheel : inspectSdist
    return await inspect(file, input.filename, { policy: input.policy, budget, deadline })
  } finally {
    file.close()
  }
}
