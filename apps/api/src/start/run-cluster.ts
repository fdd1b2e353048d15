import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client'
import type { Config } from '../config.ts'
import { drain, listen } from '../http/listener.ts'
import { createMetricsServer } from '../http/metrics-server.ts'
import { createLogger, type Logger } from '../infra/logger.ts'
import { superviseWorkers, type Workers } from './supervise-workers.ts'

export type RunningCluster = { readonly port: number; stop(): Promise<void> }

/**
 * Serves with several processes on one port. This one serves nothing itself but the metrics of all.
 * @throws WorkerFault with the lines of the worker that could not start; Error for a port that is taken.
 */
export async function runCluster(
  config: Config,
  onProgress: (line: string) => void,
): Promise<RunningCluster> {
  const logger = createLogger(config.LOG_LEVEL)
  const workers = await superviseWorkers(config.WORKERS, { logger, onProgress })
  const metrics = await openMetrics(config, workers, logger).catch(async (error: unknown) => {
    await workers.stop()
    throw error
  })
  return {
    port: workers.port,
    stop: async () => {
      await Promise.all([workers.stop(), ...(metrics === undefined ? [] : [drain(metrics)])])
    },
  }
}

async function openMetrics(config: Config, workers: Workers, logger: Logger) {
  if (config.METRICS_PORT === undefined) return undefined
  const own = ownMetrics(workers)
  const print = async () => {
    const values = [...(await workers.readMetrics()), await own.getMetricsAsJSON()]
    const all = AggregatorRegistry.aggregate(values)
    return { contentType: all.contentType, text: await all.metrics() }
  }
  const server = createMetricsServer({ print }, logger)
  await listen(server, {
    variable: 'METRICS_',
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
  })
  return server
}

function ownMetrics(workers: Workers): Registry {
  const registry = new Registry()
  const registers = [registry]
  const running: Gauge = new Gauge({
    name: 'wheelhouse_workers',
    help: 'Processes that serve the port',
    registers,
    collect: () => {
      running.set(workers.serving())
    },
  })
  const restarts: Counter = new Counter({
    name: 'wheelhouse_worker_restarts_total',
    help: 'Processes that were replaced after they had ended',
    registers,
    collect: () => {
      restarts.reset()
      restarts.inc(workers.restarts())
    },
  })
  return registry
}
