/** `pnpm test`: brings what the tests need, runs every kind of check, ends in one counted line. */
import os from 'node:os'
import { checkFormat } from './check-format.ts'
import { checkLint } from './check-lint.ts'
import { checkTypes } from './check-types.ts'
import { compilePython } from './compile-python.ts'
import { findChromium } from './find-chromium.ts'
import { findNginx } from './find-nginx.ts'
import { parseArguments, type Kind, type TestArguments } from './parse-arguments.ts'
import { headline, say, step } from './progress.ts'
import { preparePythonClients } from './python-clients.ts'
import { compileCache } from './repository.ts'
import { runBrowser } from './run-browser.ts'
import { stopCommands } from './run-command.ts'
import { runJest } from './run-jest.ts'
import { startPostgres, type PostgresServer } from './start-postgres.ts'
import { failedKind, formatSummary, isGreen, type RunResult, type Tally } from './tally.ts'

const result: RunResult = { tallies: [], leftOut: [] }
/** What the runners are told about the machine, see the variables in `prepare…`, and about this checkout. */
const env: Record<string, string | undefined> = {
  WHEELHOUSE_TEST_DATABASE_URL: undefined,
  WHEELHOUSE_TEST_PYTHON_CLIENTS: undefined,
  WHEELHOUSE_TEST_PIP23: undefined,
  WHEELHOUSE_TEST_MIRRORS: undefined,
  WHEELHOUSE_TEST_MOTO: undefined,
  WHEELHOUSE_TEST_NGINX: undefined,
  NODE_COMPILE_CACHE: compileCache,
}
/** As `--shard` of jest has it: so many runs, each of some of the files. */
const FAULT_PARTS = ['1/3', '2/3', '3/3']
let postgres: PostgresServer | undefined
let interrupted = false

// CI=true alone makes some runners colour what then ends in a log file.
if (!process.stdout.isTTY) process.env['FORCE_COLOR'] ??= '0'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true
    console.log(`\n${signal}: stopping what runs`)
    void stopCommands()
      .then(() => postgres?.stop())
      .finally(() => process.exit(130))
  })
}

try {
  await runAll(parseArguments(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

async function runAll({ install, only }: TestArguments): Promise<void> {
  const start = performance.now()
  // Begun now, looked at when it is the clients' turn: it waits for the network most of the time.
  const clients =
    only.has('clients') && !isSkipped('SKIP_CLIENTS')
      ? preparePythonClients({ install })
      : undefined
  clients?.catch(() => {})
  const wantsServer = (['jest', 'clients', 'faults', 'contract', 'browser'] as const).some((kind) =>
    only.has(kind),
  )
  // It computes on one processor, beside compilers that do not fill two.
  const compiled = wantsServer ? compilePython() : undefined
  if (only.has('types')) await run('types', 'Types', async () => [await checkTypes()])
  if (only.has('lint')) await run('lint', 'Lint', async () => [await checkLint()])
  if (only.has('format')) await run('format', 'Format', async () => [await checkFormat()])

  try {
    if (wantsServer && !skips('postgresql', 'SKIP_POSTGRES')) await preparePostgres(install)
    await compiled
    if (only.has('jest')) {
      // One more than processors: tests wait for a database, a process or a moment, too.
      const workers = `--maxWorkers=${os.availableParallelism() + 1}`
      const others = ['--ignoreProjects', 'clients', 'faults', 'contract', workers]
      await run('jest', 'Tests', () => runJest('jest', others, env))
    }
    // Installers, a browser and servers that end badly wait for each other half of the time: two
    // lanes side by side, the long ones first, fill two processors. Whichever is through first goes
    // on with a part of the faults; what only computes takes what the two leave.
    const faults = only.has('faults') ? [...FAULT_PARTS] : []
    await Promise.all([
      runClients(clients, install, only).then(() => runFaults(faults)),
      testBrowser(install, only).then(() => runFaults(faults)),
      runContract(only),
    ])
  } finally {
    await postgres?.stop()
  }

  // Half a run has no result; the handler of the signal ends the process.
  if (interrupted) return
  headline(`Summary (${Math.round((performance.now() - start) / 1000)} s)`)
  process.exitCode = isGreen(result) ? 0 : 1
  console.log(formatSummary(result))
}

async function runClients(
  clients: ReturnType<typeof preparePythonClients> | undefined,
  install: boolean,
  only: TestArguments['only'],
): Promise<void> {
  if (!only.has('clients') || skips('clients', 'SKIP_CLIENTS')) return
  await run('clients', 'Python clients', async () => {
    const { folder, pip23, mirrors, moto } = (await clients)!
    env['WHEELHOUSE_TEST_PYTHON_CLIENTS'] = folder
    env['WHEELHOUSE_TEST_PIP23'] = pip23
    env['WHEELHOUSE_TEST_MIRRORS'] = mirrors
    env['WHEELHOUSE_TEST_MOTO'] = moto
    env['WHEELHOUSE_TEST_NGINX'] = await findNginx({ install })
    // Each file starts a server and real clients: side by side they only time each other out.
    return runJest('clients', ['--selectProjects', 'clients', '--maxWorkers=1'], env)
  })
}

async function testBrowser(install: boolean, only: TestArguments['only']): Promise<void> {
  if (!only.has('browser') || skips('browser', 'SKIP_BROWSER')) return
  await run('browser', 'Browser', async () => {
    env['WHEELHOUSE_TEST_CHROMIUM'] = await step('Chromium', () => findChromium({ install }))
    return [await runBrowser(env)]
  })
}

/** Takes parts of the faults until none is left. */
async function runFaults(parts: string[]): Promise<void> {
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    // Each file starts servers and ends them badly: more than two of them only time each other out.
    const selection = ['--selectProjects', 'faults', '--maxWorkers=1', `--shard=${part}`]
    await run('faults', `Faults, ${part}`, () => runJest(`faults ${part}`, selection, env))
  }
}

async function runContract(only: TestArguments['only']): Promise<void> {
  if (!only.has('contract')) return
  // It lets those beside it go first, which are asked for an answer in time, and takes as long as they do.
  const selection = ['--selectProjects', 'contract', '--maxWorkers=1']
  await run('contract', 'Contract', () => runJest('contract', selection, env, { patient: true }))
}

/** One kind under its headline; what it throws is printed and counts as one failure. */
async function run(kind: Kind, title: string, check: () => Promise<Tally[]>): Promise<void> {
  if (interrupted) return
  headline(title)
  try {
    result.tallies.push(...(await check()))
  } catch (error) {
    report(kind, error)
  }
}

async function preparePostgres(install: boolean): Promise<void> {
  headline('PostgreSQL')
  try {
    postgres = await step('a server of our own', () => startPostgres({ fast: true, install }))
    say(`127.0.0.1:${postgres.port}`)
    env['WHEELHOUSE_TEST_DATABASE_URL'] = postgres.url
  } catch (error) {
    report('postgresql', error)
  }
}

function report(kind: string, error: unknown): void {
  say(error instanceof Error ? error.message : String(error))
  result.tallies.push(failedKind(kind))
}

/** True if the variable asks to leave the kind out, which the summary then says. */
function skips(kind: string, variable: string): boolean {
  if (!isSkipped(variable)) return false
  result.leftOut.push({ kind, why: `${variable}=${process.env[variable]}` })
  return true
}

function isSkipped(variable: string): boolean {
  return !['', '0'].includes(process.env[variable] ?? '')
}
