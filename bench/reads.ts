import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWheelhouse, type Wheelhouse } from '../e2e/clients/start-wheelhouse.ts'
import { testDatabases } from '../e2e/clients/test-databases.ts'
import { startPostgres } from '../e2e/provision/start-postgres.ts'
import { stopCommands } from '../e2e/provision/run-command.ts'
import { printResults, type Results } from './reads/report.ts'
import { PARTS, type Part } from './reads/parts.ts'
import { PEERS } from './reads/start-peers.ts'

/**
 * `node bench/reads.ts`: what reading costs, beside nginx, bare Node and other indexes, in turns on
 * the same cores. Ratios count: machines differ and are noisy. `--write` keeps the report in RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
    works: { type: 'string' },
    peers: { type: 'string', default: Object.keys(PEERS).join(',') },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    projects: { type: 'string', default: '500000' },
    write: { type: 'boolean', default: false },
  },
})

const postgres =
  process.env['WHEELHOUSE_TEST_DATABASE_URL'] === undefined
    ? await startPostgres({ install: true })
    : undefined
if (postgres !== undefined) process.env['WHEELHOUSE_TEST_DATABASE_URL'] = postgres.url
const [embedded, server] = testDatabases()

const indexes = new Set<Wheelhouse>()
const startTracked: typeof startWheelhouse = async (...given) => {
  const index = await startWheelhouse(...given)
  indexes.add(index)
  return index
}
/** Interrupted: nothing is left behind. The other servers end with this process. */
async function cleanUp(): Promise<never> {
  await Promise.allSettled([...indexes].map((index) => index.close()))
  await postgres?.stop()
  process.exit(130)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void cleanUp())
}

const results: Results = {
  command: ['node bench/reads.ts', ...process.argv.slice(2)].join(' '),
  rows: [],
  figures: [],
  servers: [],
  missing: [],
  sections: [],
  loads: [os.loadavg()[0]!],
}
const run = {
  results,
  embedded: embedded!,
  server: server!,
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  projects: Number(values.projects),
  peers: values.peers.split(','),
  works: values.works?.split(','),
  say: (text: string) => process.stderr.write(`${text}\n`),
  start: startTracked,
}
try {
  for (const name of values.only.split(',')) {
    const part = PARTS[name as Part]
    if (part === undefined) throw new Error(`--only ${name}: use ${Object.keys(PARTS).join(', ')}`)
    run.say(`\n${name} …`)
    try {
      await part(run)
    } catch (error) {
      // What the others found is worth keeping.
      results.missing.push(`${name}: ${(error as Error).message.slice(0, 2_000)}`)
      process.exitCode = 1
    }
  }
} finally {
  await postgres?.stop()
  await stopCommands()
}
const text = printResults(results)
process.stdout.write(`\n${text}`)
if (values.write) {
  const head = '# What reading and uploading cost\n\n'
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), head + text)
}
process.exit()
