import cluster, { type Worker } from 'node:cluster'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { relayChanges } from './relay-changes.ts'
import { WorkerFault } from './worker-fault.ts'
import type { FromWorker, MetricValues, ToWorker } from './worker-messages.ts'

export type Workers = {
  readonly port: number
  /** What is told of those that run now. */
  readMetrics(): Promise<MetricValues[]>
  /** How many serve now. */
  serving(): number
  restarts(): number
  /** Ends all, each with what it has under way. */
  stop(): Promise<void>
}

const METRICS_MS = 2_000
/** One that served so long did not die of its start. */
const HEALTHY_MS = 10_000
const FIRST_WAIT_MS = 250
/** A database that comes back shall not wait for its workers. */
const LONGEST_WAIT_MS = 2_000

/**
 * Runs `count` processes that serve one port: the first starts alone, because it may change the
 * database's shape; whoever dies is replaced, sooner or later as it served long or not.
 * @throws WorkerFault when one does not start; all others are ended.
 */
export async function superviseWorkers(
  count: number,
  { logger, onProgress }: { logger: Logger; onProgress: (line: string) => void },
): Promise<Workers> {
  // Whoever is free takes the next connection. Handed out by this process, those on their way to a
  // worker that dies would be lost without a word.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({ exec: join(import.meta.dirname, 'serve-worker.ts') })
  const slots: (Worker | undefined)[] = Array.from({ length: count }, () => undefined)
  const changes = relayChanges(() => slots.filter((worker) => worker !== undefined))
  const serving = new Set<Worker>()
  let stopping = false
  let restarts = 0

  const start = async (slot: number, migrates: boolean): Promise<number> => {
    const worker = cluster.fork()
    slots[slot] = worker
    worker.on('error', () => {})
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') onProgress(message.line)
      changes.receive(worker, message)
    })
    const forget = () => {
      changes.left(worker)
      serving.delete(worker)
      if (slots[slot] === worker) slots[slot] = undefined
    }
    worker.once('exit', forget)
    tell(worker, { kind: 'begin', count, isElected: slot === 0, migrates })
    const port = await untilReady(worker)
    serving.add(worker)
    return port
  }
  /** Keeps a slot filled from now on. */
  const keep = async (slot: number): Promise<void> => {
    let waitMs = FIRST_WAIT_MS
    for (;;) {
      const worker = slots[slot]
      const startedAt = performance.now()
      if (worker !== undefined) await untilEnd(worker)
      if (stopping) return
      restarts += 1
      const { exitCode, signalCode } = worker?.process ?? {}
      logger.warn(
        { slot, code: exitCode, signal: signalCode },
        'a worker ended; another one starts',
      )
      const wasHealthy = performance.now() - startedAt > HEALTHY_MS || exitCode === 0
      waitMs = wasHealthy ? 0 : Math.min(Math.max(waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      if (stopping) return
      await start(slot, false).catch((error: unknown) => {
        logger.error({ slot, err: error }, 'a worker does not start')
      })
    }
  }
  const stop = async (): Promise<void> => {
    stopping = true
    const running = slots.filter((worker) => worker !== undefined)
    const ends = running.map(untilEnd)
    for (const worker of running) tell(worker, { kind: 'stop' })
    await Promise.all(ends)
  }

  let port: number
  try {
    port = await start(0, true)
    await Promise.all(slots.slice(1).map((_, index) => start(index + 1, false)))
  } catch (error) {
    await stop()
    throw error
  }
  for (const slot of slots.keys()) void keep(slot)
  return {
    port,
    readMetrics: () =>
      Promise.all(slots.filter((worker) => worker !== undefined).map(readMetricsOf)),
    serving: () => serving.size,
    restarts: () => restarts,
    stop,
  }
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => {})
}

function untilEnd({ process: child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function untilReady(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve(message.port)
      if (message.kind === 'failed') reject(new WorkerFault(message.lines))
    })
    worker.once('exit', (code, signal) => {
      reject(new WorkerFault([`a worker ended while starting (${signal ?? code})`]))
    })
  })
}

let lastId = 0

/** Empty for one that does not answer soon. */
function readMetricsOf(worker: Worker): Promise<MetricValues> {
  lastId += 1
  const id = lastId
  return new Promise((resolve) => {
    const end = (values: MetricValues) => {
      clearTimeout(timer)
      worker.off('message', hear)
      resolve(values)
    }
    const hear = (message: FromWorker) => {
      if (message.kind === 'metrics' && message.id === id) end(message.values)
    }
    const timer = setTimeout(() => end([]), METRICS_MS)
    worker.on('message', hear)
    tell(worker, { kind: 'metrics', id })
  })
}
