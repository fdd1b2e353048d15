import type { MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { NICENESS } from './niceness.ts'

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
   * `moved`: what of the job goes over to the thread and is no more here.
   */
  run(job: Job, moved?: readonly MessagePort[]): Promise<Result>
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

/** Without work for so long, the threads go: the next job waits some tenths of a second for new ones. */
const IDLE_MS = 60_000

/** Threads for work that would stop the event loop: there from the first job until nothing comes any more. */
export function createWorkerPool<Job, Result>(options: WorkerPoolOptions): WorkerPool<Job, Result> {
  let pool: Piscina | undefined
  let underWay = 0
  let idle: NodeJS.Timeout | undefined

  const closePool = async (): Promise<void> => {
    const closing = pool
    pool = undefined
    await closing?.destroy()
  }
  const runIn = async (
    threads: Piscina,
    job: Job,
    moved: readonly MessagePort[],
  ): Promise<Result> => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      // Piscina reads its type off the other form of `postMessage`.
      const transferList = [...moved] as Record<never, never>
      return (await threads.run(job, { signal, transferList })) as Result
    } catch (error) {
      if (signal.aborted) throw new WorkerTimeoutError('took too long', { cause: error })
      throw error
    }
  }
  return {
    run: async (job, moved = []) => {
      // Counted here: Piscina's own limit does not see jobs that have a signal to be given up.
      if (underWay >= options.threads + options.queue) {
        throw new WorkerBusyError('too much is waiting')
      }
      pool ??= startPool(options)
      clearTimeout(idle)
      underWay += 1
      try {
        return await runIn(pool, job, moved)
      } finally {
        underWay -= 1
        if (underWay === 0) idle = setTimeout(() => void closePool(), IDLE_MS).unref()
      }
    },
    close: async () => {
      clearTimeout(idle)
      await closePool()
    },
  }
}

function startPool({ url, threads, heapMiB, youngHeapMiB }: WorkerPoolOptions): Piscina {
  const pool = new Piscina({
    filename: url.href,
    // Piscina starts no new thread for waiting jobs when one that was given up took the last with it.
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    niceIncrement: NICENESS,
    resourceLimits: {
      maxOldGenerationSizeMb: heapMiB,
      ...(youngHeapMiB === undefined ? {} : { maxYoungGenerationSizeMb: youngHeapMiB }),
    },
  })
  // A worker can die of a job that was given up already; nobody waits for that error, and without a
  // listener it would end the process.
  pool.on('error', () => {})
  return pool
}
