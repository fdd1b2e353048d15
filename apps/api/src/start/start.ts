import { generateClient } from '@wheelhouse/database/generate'
import { readConfig, readEnvironment, type Config } from '../config.ts'
import { buildWeb } from './build-web.ts'
import { exitWithFaults } from './exit-with-faults.ts'
import { step } from './progress.ts'

/** `pnpm start`: makes what a fresh clone lacks, then runs the index until it is told to stop. */
async function start(): Promise<void> {
  const config = readConfig(readEnvironment())
  process.stdout.write(`Wheelhouse ${config.version}\n`)
  const made = (wasMade: boolean) => (wasMade ? 'done' : 'up to date')
  await step('Database client', async () => generateClient(), made)
  await step('Web app', buildWeb, made)
  // Imported only now: it needs the client that was just made.
  const { runServer } = await import('./run-server.ts')
  const applied: string[] = []
  const server = await step(
    config.DATABASE_URL === undefined ? 'Embedded database' : 'Database server',
    () => runServer(config, { onProgress: (line) => applied.push(line) }),
    () => (applied.length === 0 ? 'ready' : `ready, ${applied.length} migrations applied`),
  )
  greet(config, server.port)
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

try {
  await start()
} catch (error) {
  exitWithFaults(error)
}
