import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWheelhouse, type Wheelhouse } from '../e2e/clients/start-wheelhouse.ts'
import { testDatabases } from '../e2e/clients/test-databases.ts'
import { quantile } from './quantile.ts'
import { readInBackground } from './read-in-background.ts'
import { residentMiB } from './reads/processor-time.ts'
import { formOf, makeWheel, post } from './upload-wheel.ts'

/**
 * `node bench/uploads.ts`: what an upload costs, beside a bare server that does the least. All in one
 * run, in turns, because machines differ and are noisy: ratios count, not milliseconds.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    many: { type: 'string', default: '5000' },
    store: { type: 'string', default: '30000' },
    only: { type: 'string', default: 'small,large,parallel,many,store' },
    /** Part of their names; both when left out. */
    database: { type: 'string', default: '' },
  },
})
const MIB = 2 ** 20

type Server = {
  readonly name: string
  /** Makes the body of one upload; sending it gives the milliseconds until the whole answer. */
  prepare(bytes: number, project?: string): () => Promise<number>
  pid?: number
}

const upload = (server: Server, bytes: number, project?: string) => server.prepare(bytes, project)()

async function startBare(): Promise<Server & { stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${line.toString().trim()}/`
  return {
    name: 'bare Node: stream, SHA-256, fsync',
    prepare: (bytes) => {
      const form = formOf('bare', '1.0', makeWheel('bare', '1.0', bytes))
      return () => post(url, form, '')
    },
    stop: () => child.kill('SIGTERM'),
  }
}

let versions = 0

function serverOf(name: string, index: Wheelhouse): Server {
  const authorization = `Basic ${Buffer.from(`__token__:${index.token}`).toString('base64')}`
  return {
    name,
    pid: index.pid(),
    prepare: (bytes, project = 'bench') => {
      versions += 1
      const version = `1.${versions}`
      const form = formOf(project, version, makeWheel(project, version, bytes))
      return () => post(index.uploadUrl, form, authorization)
    },
  }
}

async function inTurns(servers: readonly Server[], bytes: number, rounds: number) {
  const times = new Map(servers.map((server) => [server.name, [] as number[]]))
  for (const server of servers) await upload(server, bytes)
  for (let round = 0; round < rounds; round += 1) {
    for (const server of servers) times.get(server.name)!.push(await upload(server, bytes))
  }
  return times
}

function report(title: string, times: Map<string, number[]>): void {
  const [base] = times.values()
  const bare = quantile(base!, 0.5)
  process.stdout.write(`\n${title}\n`)
  for (const [name, list] of times) {
    const median = quantile(list, 0.5)
    const spread = `${quantile(list, 0.1).toFixed(1)} to ${quantile(list, 0.9).toFixed(1)}`
    process.stdout.write(
      `  ${name.padEnd(36)} ${median.toFixed(1).padStart(8)} ms (${spread})  ${(median - bare).toFixed(1)} ms above bare, ${(median / bare).toFixed(2)} x\n`,
    )
  }
}

/** Eight large uploads at once: memory above idle, and what a page costs meanwhile. */
async function parallel(server: Server, index: Wheelhouse): Promise<void> {
  await upload(server, MIB, 'quiet')
  const eight = () => Array.from({ length: 8 }, () => server.prepare(99 * MIB))
  // The first of it starts threads, which stay for a while: the second shows what uploads take.
  for (const round of ['first', 'second']) {
    const sends = eight()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const idle = await residentMiB(server.pid!)
    let highest = idle
    const watch = setInterval(() => {
      void residentMiB(server.pid!).then((now) => {
        highest = Math.max(highest, now)
      })
    }, 20)
    // A project that nothing happens to, and the one that the files go to.
    const readers = ['quiet', 'bench'].map((name) => readInBackground(`${index.indexUrl}${name}/`))
    await Promise.all(sends.map((send) => send()))
    const [quiet, changing] = await Promise.all(readers.map((reader) => reader.stop()))
    clearInterval(watch)
    process.stdout.write(
      `  ${server.name.padEnd(36)} ${round}: ${(highest - idle).toFixed(0)} MiB above ${idle.toFixed(0)} MiB idle; page p99 ${quantile(quiet!, 0.99).toFixed(1)} ms of ${quiet!.length}, of the project that grows ${quantile(changing!, 0.99).toFixed(1)} ms\n`,
    )
  }
}

/** One project of many small files: does the last cost more than the fiftieth? */
async function many(server: Server, count: number): Promise<void> {
  const times: number[] = []
  for (let file = 0; file < count; file += 1) times.push(await upload(server, 200))
  const early = quantile(times.slice(40, 90), 0.5)
  const late = quantile(times.slice(-50), 0.5)
  process.stdout.write(
    `  ${server.name.padEnd(36)} files 40 to 90: ${early.toFixed(1)} ms, last 50 of ${count}: ${late.toFixed(1)} ms, ${(late / early).toFixed(2)} x\n`,
  )
}

/** Many files in many projects: what one more costs when the store has 3, a tenth, and all of them. */
async function filledStore(server: Server, count: number): Promise<void> {
  const medians: string[] = []
  let stored = 0
  for (const target of [3, Math.floor(count / 10), count]) {
    const work = async () => {
      while (stored < target) {
        stored += 1
        await upload(server, 200, `store${stored % 300}`)
      }
    }
    await Promise.all(Array.from({ length: target > 3 ? 8 : 1 }, work))
    const times: number[] = []
    for (let round = 0; round < 21; round += 1) times.push(await upload(server, MIB))
    medians.push(`${stored}: ${quantile(times, 0.5).toFixed(1)} ms`)
  }
  process.stdout.write(`  ${server.name.padEnd(36)} ${medians.join(', ')}\n`)
}

const bare = await startBare()
const indexes: { index: Wheelhouse; server: Server }[] = []
try {
  for (const database of testDatabases().filter(({ name }) => name.includes(values.database))) {
    const index = await startWheelhouse(await database.create(), {
      LOG_LEVEL: 'warn',
      MAX_PROJECT_SIZE: '100GiB',
      MAX_FILE_SIZE: '200MiB',
      WORKERS: '1',
    })
    indexes.push({ index, server: serverOf(`Wheelhouse, ${database.name}`, index) })
  }
  const servers = [bare, ...indexes.map(({ server }) => server)]
  const parts = values.only.split(',')
  if (parts.includes('small')) {
    report('A wheel of 1 MB, one connection', await inTurns(servers, MIB, Number(values.rounds)))
  }
  if (parts.includes('large')) {
    report('A wheel of 100 MB, one connection', await inTurns(servers, 99 * MIB, 5))
  }
  if (parts.includes('parallel')) {
    process.stdout.write('\nEight wheels of 100 MB at once\n')
    for (const { server, index } of indexes) await parallel(server, index)
  }
  if (parts.includes('many')) {
    process.stdout.write('\nMany files in one project\n')
    for (const { server } of indexes) await many(server, Number(values.many))
  }
  if (parts.includes('store')) {
    process.stdout.write('\nA wheel of 1 MB, by files in the store\n')
    for (const { server } of indexes) await filledStore(server, Number(values.store))
  }
} finally {
  bare.stop()
  for (const { index } of indexes) await index.close()
}
