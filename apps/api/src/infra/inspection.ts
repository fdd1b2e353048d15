import type { Config } from '../config.ts'
import type { InspectedDistribution } from '../packaging/inspected-distribution.ts'
import type { InspectionInput } from '../packaging/inspect-distribution.ts'
import type { InspectionAnswer } from '../packaging/inspect-worker.ts'
import { PackagingError } from '../packaging/packaging-error.ts'
import { DEFAULT_POLICY, type InspectionPolicy } from '../packaging/policy.ts'
import { createWorkerPool } from './workers/worker-pool.ts'

export type Inspection = {
  /**
   * Looks at a file on disk in a worker thread.
   * @throws PackagingError when it is refused; WorkerBusyError when too many wait.
   */
  inspect(file: { path: string; filename: string }): Promise<InspectedDistribution>
  close(): Promise<void>
}

/** The rules for files as this installation has them. */
export function inspectionPolicy(config: Config): InspectionPolicy {
  return {
    ...DEFAULT_POLICY,
    allowLinuxTags: config.ALLOW_LINUX_TAGS,
    allowLocalVersions: config.ALLOW_LOCAL_VERSIONS,
    checkRecord: config.CHECK_RECORD,
  }
}

/** Threads for archives; the inspection has a time budget of its own, the pool's is a second net. */
export function createInspection(config: Config, threads: number): Inspection {
  const pool = createWorkerPool<InspectionInput, InspectionAnswer>({
    url: new URL('../packaging/inspect-worker.ts', import.meta.url),
    threads,
    queue: 500,
    timeoutMs: 10 * 60_000,
    heapMiB: 512,
    youngHeapMiB: 2,
  })
  const policy = inspectionPolicy(config)
  return {
    inspect: async ({ path, filename }) => {
      const answer = await pool.run({ path, filename, policy })
      if ('refused' in answer) {
        throw new PackagingError(answer.refused.reason, answer.refused.message)
      }
      return answer.inspected
    },
    close: () => pool.close(),
  }
}
