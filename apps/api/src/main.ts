import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { createDeps, type Deps, type DepsOptions } from './deps.ts'
import type { Lifecycle } from './features/health/health.routes.ts'
import { startDeletionEnds, type DeletionEnds } from './features/deletions/start-deletion-ends.ts'
import type { Purger } from './features/edge-cache/purge-changes.ts'
import { startPurger } from './features/edge-cache/start-purger.ts'
import { createHotHandoff } from './features/files/hot-handoff.ts'
import { createHotPath, type HotPathCounters } from './features/simple-index/hot-path.ts'
import { filesOrigin } from './http/files-origin.ts'
import { drain, listen } from './http/listener.ts'
import { KEEP_ALIVE_MS, StraightResponse } from './http/straight-response.ts'
import { passes } from './infra/passes.ts'
import { createMetricsServer } from './http/metrics-server.ts'
import { transportHeaders } from './http/security-headers.ts'
import { edgeLifetime } from './http/surrogate-keys.ts'

export type RunningServer = {
  readonly deps: Deps
  readonly port: number
  /** Takes no new work, lets what is under way end (30 s at most), closes everything. */
  stop(how?: StopOptions): Promise<void>
}

export type StopOptions = {
  /** Other processes serve the port: nobody needs to be told to go elsewhere. */
  othersServe?: boolean
}

const HEADERS_TIMEOUT_MS = 30_000
const MOST_HEADER_BYTES = 32 * 1024
/** Between "not ready" and "not listening": a load balancer needs a moment to notice. */
const NOTICE_MS = 300

/**
 * Starts the index: parts, app, listening.
 * @throws Error with one clear line (a taken port, a database that cannot be reached).
 */
export async function startServer(
  config: Config,
  options: DepsOptions = {},
): Promise<RunningServer> {
  const deps = await createDeps(config, options)
  const lifecycle = { stopping: false, closing: false }
  const counters: HotPathCounters = { answered: 0, degraded: 0 }
  let server: Server
  let metricsServer: Server | undefined
  let purger: Purger | undefined
  let deletionEnds: DeletionEnds | undefined
  try {
    server = createIndexServer(config, deps, lifecycle, counters)
    if (config.METRICS_PORT !== undefined) watchAll(deps, counters)
    if (options.processes === undefined) metricsServer = await openMetrics(config, deps)
    if (options.processes?.isElected ?? true) {
      purger = await startPurger(config, deps)
      deletionEnds = startDeletionEnds(deps)
    }
    await listen(server, { variable: '', host: config.HOST, port: config.PORT })
  } catch (error) {
    await Promise.all([purger?.stop(), deletionEnds?.stop()])
    metricsServer?.close()
    await deps.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  return {
    deps,
    port,
    stop: async ({ othersServe = false } = {}) => {
      if (!othersServe) {
        lifecycle.stopping = true
        await new Promise((resolve) => setTimeout(resolve, NOTICE_MS))
      }
      lifecycle.closing = true
      await Promise.all([drain(server), ...(metricsServer ? [drain(metricsServer)] : [])])
      await Promise.all([purger?.stop(), deletionEnds?.stop()])
      deps.logger.info({ hot_path_answered: counters.answered }, 'stopped')
      await deps.close()
    },
  }
}

function createIndexServer(
  config: Config,
  deps: Deps,
  lifecycle: Lifecycle & { closing: boolean },
  counters: HotPathCounters,
): Server {
  const app = createApp(deps, lifecycle)
  // The pages of a private index depend on who asks.
  const hotPath = config.PRIVATE_INDEX
    ? () => false
    : createHotPath(deps.pages, deps.news, counters, {
        lasting: transportHeaders(config),
        fresh: edgeLifetime(config),
      })
  const handOff = createHotHandoff(deps, counters)
  const isForFiles = filesOrigin(config)
  const settings = {
    maxHeaderSize: MOST_HEADER_BYTES,
    ServerResponse: StraightResponse,
    // Most requests have no body: they are not set up to be read (see `hasBody`).
    optimizeEmptyRequests: true,
  }
  const server = createServer(settings, (request, response) => {
    if (lifecycle.closing) response.shouldKeepAlive = false
    if (handOff?.(request, response)) return
    if (isForFiles?.(request) || !hotPath(request, response)) app(request, response)
  })
  // Bodies have deadlines of their own (`minimumRate`); Node's would end an honest slow upload.
  server.requestTimeout = 0
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

function watchAll({ metrics, database, storage, news }: Deps, counters: HotPathCounters): void {
  metrics.watchHotPath(() => counters.answered)
  metrics.watchProcess()
  metrics.watchStorage(() => passes(storage.check()))
  metrics.watchDatabase(() => ({
    ...database.load(),
    isAway: database.away() !== undefined,
    newsAgeMs: news.ageMs(),
    degraded: counters.degraded,
  }))
}

/** The listener for metrics, where the operator wants one. */
async function openMetrics(
  { METRICS_HOST, METRICS_PORT }: Config,
  { metrics, logger }: Deps,
): Promise<Server | undefined> {
  if (METRICS_PORT === undefined) return undefined
  const server = createMetricsServer(metrics, logger)
  await listen(server, { variable: 'METRICS_', host: METRICS_HOST, port: METRICS_PORT })
  return server
}
