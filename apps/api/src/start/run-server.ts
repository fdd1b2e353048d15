import type { Config } from '../config.ts'
import type { DepsOptions } from '../deps.ts'

type Running = { readonly port: number; stop(): Promise<void> }

/**
 * Starts the index, in one process or in several, and stops it, with everything under way ended, on
 * SIGINT or SIGTERM.
 */
export async function runServer(
  config: Config,
  options: Pick<DepsOptions, 'onProgress'> = {},
): Promise<{ readonly port: number }> {
  const started = start(config, options)
  let stopping = false
  const handle = (signal: NodeJS.Signals) => {
    // Under a package manager one Ctrl-C arrives twice.
    if (stopping) return
    stopping = true
    process.stdout.write(`\n${signal}: stopping …\n`)
    stop(started).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`)
        process.exit(1)
      },
    )
  }
  // From the start: the first of several processes serves before the last one is there.
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return started
}

async function stop(started: Promise<Running>): Promise<void> {
  const server = await started
  await server.stop()
}

/** What does not serve itself needs none of what serves: it stays a small process. */
async function start(config: Config, options: Pick<DepsOptions, 'onProgress'>): Promise<Running> {
  if (config.WORKERS > 1) {
    const { runCluster } = await import('./run-cluster.ts')
    return runCluster(config, options.onProgress ?? (() => {}))
  }
  const { startServer } = await import('../main.ts')
  return startServer(config, options)
}
