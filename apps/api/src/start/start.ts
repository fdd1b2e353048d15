import { generateClient } from '@wheelhouse/database/generate'
import { ConfigError, readConfig, readEnvironment, type Config } from '../config.ts'
import { buildWeb } from './build-web.ts'
import { step } from './progress.ts'

/** `pnpm start`: makes what a fresh clone lacks, then runs the index until it is told to stop. */
async function start(): Promise<void> {
  const config = readConfig(readEnvironment())
  process.stdout.write(`Wheelhouse ${config.version}\n`)
  const made = (wasMade: boolean) => (wasMade ? 'done' : 'up to date')
  await step('Database client', async () => generateClient(), made)
  await step('Web app', buildWeb, made)
  // Imported only now: it needs the client that was just made.
  const { startServer } = await import('../main.ts')
  const applied: string[] = []
  const server = await step(
    config.DATABASE_URL === undefined ? 'Embedded database' : 'Database server',
    () => startServer(config, { onProgress: (line) => applied.push(line) }),
    () => (applied.length === 0 ? 'ready' : `ready, ${applied.length} migrations applied`),
  )
  greet(config, server.port)
  stopOnSignal(() => server.stop())
}

function greet(config: Config, port: number): void {
  const url = config.PUBLIC_URL
  process.stdout.write(`
Wheelhouse runs at ${url}${config.PORT === 0 ? ` (listening on port ${port})` : ''}

  1. Register    ${url}/register${config.isLocal && config.SMTP_URL === undefined ? `\n     Mails are at ${url}/dev/mail` : ''}
  2. Get a token ${url}/account/tokens
  3. Upload      twine upload --repository-url ${url}/legacy/ -u __token__ -p <token> dist/*
     Install     pip install --index-url ${url}/simple/ <project>

Ctrl-C stops it.
`)
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const handle = (signal: NodeJS.Signals) => {
    // Under a package manager one Ctrl-C can arrive twice; the third is somebody in a hurry.
    if (stopping) return
    stopping = true
    process.stdout.write(`\n${signal}: stopping …\n`)
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
}

try {
  await start()
} catch (error) {
  const lines = error instanceof ConfigError ? error.faults : [explain(error as Error)]
  for (const line of lines) process.stderr.write(`wheelhouse: ${line}\n`)
  process.exit(1)
}

/** The one line that says what to mend. */
function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'ENOTDIR') {
    return `DATA_DIR: cannot write ${error.path ?? ''} (${error.code}); set DATA_DIR to a folder of yours`
  }
  return error.message
}
