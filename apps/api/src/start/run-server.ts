import type { Config } from '../config.ts'
import type { DepsOptions } from '../deps.ts'
import { startServer, type RunningServer } from '../main.ts'

/** Starts the index and stops it, with everything under way ended, on SIGINT or SIGTERM. */
export async function runServer(config: Config, options: DepsOptions = {}): Promise<RunningServer> {
  const server = await startServer(config, options)
  let stopping = false
  const handle = (signal: NodeJS.Signals) => {
    // Under a package manager one Ctrl-C arrives twice.
    if (stopping) return
    stopping = true
    process.stdout.write(`\n${signal}: stopping …\n`)
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return server
}
