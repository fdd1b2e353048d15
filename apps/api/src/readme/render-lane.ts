import { Piscina } from 'piscina'
import { ReadmeQueueFullError } from './readme.ts'
import type { ReadmeJob, RenderedReadme } from './readme.ts'
import type { RenderStarted, WorkerJob } from './readme-worker.ts'

export type RenderLaneOptions = {
  readonly threads: number
  /** Threads kept when nothing is to do. */
  readonly idleThreads: number
  readonly idleMs: number
  /** Jobs that may wait for a thread. */
  readonly maxWaiting: number
  /** From taking the job until the thread is loaded and ready. */
  readonly startMs: number
  /** From then until the result. */
  readonly renderMs: number
  /** Of the JavaScript heap of one thread, in MiB. */
  readonly heapMb: number
  /** Of WebAssembly memory of one thread, in MiB: lies outside of the heap. */
  readonly pythonMb: number
}

export type RenderLane = {
  run(job: ReadmeJob, signal?: AbortSignal): Promise<RenderedReadme>
  /** Threads alive now. */
  threads(): number
  close(): Promise<void>
}

/**
 * A pool of render threads with a bounded queue and a time limit per job that ends the thread.
 *
 * The queue stands before piscina's own, for two reasons: time spent waiting must not count against
 * a job, and piscina starts no new thread for queued jobs when an aborted one took the last thread
 * with it.
 */
export function createRenderLane(options: RenderLaneOptions): RenderLane {
  const pool = new Piscina<WorkerJob, RenderedReadme>({
    filename: new URL('readme-worker.ts', import.meta.url).href,
    name: 'renderInWorker',
    minThreads: options.idleThreads,
    maxThreads: options.threads,
    idleTimeout: options.idleMs,
    // Threads that handle strangers' text get neither secrets nor flags.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: options.heapMb, stackSizeMb: 4 },
  })
  const waiting = new Set<() => void>()
  const started = new Map<number, () => void>()
  let running = 0
  let lastId = 0
  let closed = false

  // A thread that runs out of memory just after its job was given up has nobody to tell; without a
  // listener that would end the whole process. What goes wrong within a job rejects its `run`.
  pool.on('error', () => {})
  pool.on('message', (message: RenderStarted) => started.get(message.renderStarted)?.())

  async function run(job: ReadmeJob, signal?: AbortSignal): Promise<RenderedReadme> {
    signal?.throwIfAborted()
    if (running >= options.threads) await waitForTurn(signal)
    else running += 1
    try {
      if (closed) throw new Error('The README renderer is closed.')
      return await runNow(job, signal)
    } finally {
      const next = waiting.values().next().value
      // The place passes on directly, so that nobody who comes in between takes it.
      if (next === undefined) running -= 1
      else next()
    }
  }

  async function waitForTurn(signal?: AbortSignal): Promise<void> {
    if (waiting.size >= options.maxWaiting) throw new ReadmeQueueFullError('Too many READMEs wait.')
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        waiting.delete(turn)
        reject(signal?.reason as Error)
      }
      const turn = () => {
        waiting.delete(turn)
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      waiting.add(turn)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  async function runNow(job: ReadmeJob, signal?: AbortSignal): Promise<RenderedReadme> {
    lastId += 1
    const id = lastId
    const limit = new AbortController()
    let timer = setTimeout(() => limit.abort(), options.startMs)
    let isRendering = false
    started.set(id, () => {
      isRendering = true
      clearTimeout(timer)
      timer = setTimeout(() => limit.abort(), options.renderMs)
    })
    const stop = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal])
    try {
      return await pool.run({ ...job, id, pythonMb: options.pythonMb }, { signal: stop })
    } catch (error) {
      signal?.throwIfAborted()
      if (limit.signal.aborted && isRendering) {
        return {
          failed: `The description takes longer than ${options.renderMs / 1000} s to render.`,
          code: 'time-limit',
        }
      }
      if (limit.signal.aborted)
        throw new Error('A render thread did not start in time.', { cause: error })
      if (isOutOfMemory(error)) {
        return { failed: 'The description takes too much memory to render.', code: 'memory-limit' }
      }
      throw error
    } finally {
      clearTimeout(timer)
      started.delete(id)
    }
  }

  async function close(): Promise<void> {
    closed = true
    await pool.destroy()
  }

  return { run, threads: () => pool.threads.length, close }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}
