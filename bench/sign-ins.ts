import { parseArgs } from 'node:util'
import { freePort, startWheelhouse, type Wheelhouse } from '../e2e/clients/start-wheelhouse.ts'
import { testDatabases } from '../e2e/clients/test-databases.ts'
import { hostilePasswords } from '../e2e/contract/passwords/hostile-passwords.ts'
import { quantile } from './quantile.ts'
import { readInBackground } from './read-in-background.ts'
import { watchDelays } from './reads/root-index.ts'
import { formOf, makeWheel, post as upload } from './upload-wheel.ts'

/**
 * `node bench/sign-ins.ts [--queued 100] [--hostile 20]`: passwords hashed in a second, what a page
 * of the index costs while sign-ins wait, and how long the event loop is held while hostile
 * passwords are judged. The page is one that is in memory, as those that are asked for often. The
 * hash of a name that nobody has costs as much as a right one.
 */
const { values } = parseArgs({
  options: {
    queued: { type: 'string', default: '100' },
    hostile: { type: 'string', default: '20' },
  },
})

type Answer = { status: number; ms: number }

async function post(index: Wheelhouse, path: string, body: unknown): Promise<Answer> {
  const start = performance.now()
  const response = await fetch(`${index.origin}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: index.origin },
    body: JSON.stringify(body),
  })
  await response.arrayBuffer()
  return { status: response.status, ms: performance.now() - start }
}

const signIn = (index: Wheelhouse, person: number) =>
  post(index, 'sessions', { login: `nobody-${person}`, password: 'not the right password' })

const hostile = hostilePasswords(Number(values.hostile))

const register = (index: Wheelhouse, person: number) =>
  post(index, 'accounts', {
    username: `hostile-${person}`,
    email: `hostile-${person}@example.org`,
    name: '',
    password: hostile[person % hostile.length]!,
  })

const PROJECT = 'popular'

async function publishProject(index: Wheelhouse): Promise<void> {
  const authorization = `Basic ${Buffer.from(`__token__:${index.token}`).toString('base64')}`
  const form = formOf(PROJECT, '1.0', makeWheel(PROJECT, '1.0', 1_000))
  await upload(index.uploadUrl, form, authorization)
}

/** `work` with a reader of the page and a watcher of the event loop beside it. */
async function during(index: Wheelhouse, metricsPort: number, work: () => Promise<Answer[]>) {
  const reader = readInBackground(`${index.indexUrl}${PROJECT}/`)
  await new Promise((done) => setTimeout(done, 1_000))
  const delays = watchDelays(metricsPort)
  const start = performance.now()
  const answers = await work()
  const seconds = (performance.now() - start) / 1_000
  await new Promise((done) => setTimeout(done, 500))
  const held = await delays.stop()
  const pages = await reader.stop()
  const statuses = Object.entries(Object.groupBy(answers, ({ status }) => status))
    .map(([status, list]) => `${list!.length} x ${status}`)
    .join(', ')
  return {
    seconds,
    text: `${statuses}; slowest answer ${Math.max(...answers.map(({ ms }) => ms)).toFixed(0)} ms; page p99 ${quantile(pages, 0.99).toFixed(1)} ms of ${pages.length} (median ${quantile(pages, 0.5).toFixed(1)}, worst ${Math.max(...pages).toFixed(0)}); event loop held at most ${held.toFixed(0)} ms`,
  }
}

for (const kind of testDatabases()) {
  const metricsPort = await freePort()
  const index = await startWheelhouse(await kind.create(), {
    WORKERS: '1',
    LOG_LEVEL: 'warn',
    METRICS_PORT: String(metricsPort),
    LIMIT_SIGN_IN_FAILURES: '1000000',
    LIMIT_REGISTRATIONS_PER_HOUR: '1000000',
    LIMIT_MAILS_PER_HOUR: '1000000',
  })
  try {
    await publishProject(index)
    // The threads start, and what is compiled on the way is compiled.
    await Promise.all([signIn(index, 0), register(index, 1_000)])
    const quiet = await during(index, metricsPort, async () => {
      await new Promise((done) => setTimeout(done, 3_000))
      return [await signIn(index, 1)]
    })
    process.stdout.write(`${kind.name}\n  one sign-in: ${quiet.text}\n`)
    const queued = Number(values.queued)
    const many = await during(index, metricsPort, () =>
      Promise.all(Array.from({ length: queued }, (_, person) => signIn(index, person))),
    )
    process.stdout.write(
      `  ${queued} sign-ins at once: ${(queued / many.seconds).toFixed(1)} hashes/s; ${many.text}\n`,
    )
    const crowd = Array.from({ length: Number(values.hostile) }, (_, person) => person)
    const judged = await during(index, metricsPort, () =>
      Promise.all(crowd.map((person) => register(index, person))),
    )
    process.stdout.write(`  ${crowd.length} hostile passwords at once: ${judged.text}\n`)
    const flood = await during(index, metricsPort, () =>
      Promise.all(Array.from({ length: 400 }, (_, person) => signIn(index, person))),
    )
    process.stdout.write(`  400 sign-ins at once: ${flood.text}\n`)
  } finally {
    await index.close()
  }
}
