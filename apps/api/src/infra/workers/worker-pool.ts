import { Piscina } from 'piscina'

/** The pool has as much waiting as it may hold, or a job ran out of time. */
export class WorkerBusyError extends Error {
  override readonly name = 'WorkerBusyError'
}
export class WorkerTimeoutError extends Error {
  override readonly name = 'WorkerTimeoutError'
}

export type WorkerPool<Job, Result> = {
  /**
   * @throws WorkerBusyError when the queue is full.
   * @throws WorkerTimeoutError when the job took too long; its worker was ended.
   */
  run(job: Job): Promise<Result>
  close(): Promise<void>
}

export type WorkerPoolOptions = {
  url: URL
  threads: number
  /** Jobs that may wait beyond those running. */
  queue: number
  /** From the moment a job is handed in: waiting counts. */
  timeoutMs: number
  /** Heap of one worker in MiB. */
  heapMiB: number
  /** The part of it for new things: a small one frees the buffers of a stream sooner. */
  youngHeapMiB?: number
}

/** Threads for work that would stop the event loop; at least one is kept warm. */
export function createWorkerPool<Job, Result>(options: WorkerPoolOptions): WorkerPool<Job, Result> {
  const pool = new Piscina({
    filename: options.url.href,
    minThreads: 1,
    maxThreads: options.threads,
    maxQueue: options.queue,
    idleTimeout: 60_000,
    resourceLimits: {
      maxOldGenerationSizeMb: options.heapMiB,
      ...(options.youngHeapMiB === undefined
        ? {}
        : { maxYoungGenerationSizeMb: options.youngHeapMiB }),
    },
  })
  // A worker can die of a job that was given up already; nobody waits for that error, and without a
  // listener it would end the process.
  pool.on('error', () => {})
  return {
    run: async (job) => {
      const signal = AbortSignal.timeout(options.timeoutMs)
      try {
        return (await pool.run(job, { signal })) as Result
      } catch (error) {
        if (signal.aborted) throw new WorkerTimeoutError('took too long', { cause: error })
        if (error instanceof Error && /queue/i.test(error.message)) {
          throw new WorkerBusyError('too much is waiting', { cause: error })
        }
        throw error
      }
    },
    close: () => pool.destroy(),
  }
}
