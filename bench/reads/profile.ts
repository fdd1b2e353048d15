import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { drive } from './drive.ts'
import type { Bench } from './parts.ts'
import { pin, SERVER_CORE } from './processes.ts'
import { seedProjects } from './seed-projects.ts'
import { headersOf, WORKS } from './works.ts'

/** As V8 writes it; times in microseconds. */
type Profile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const SECONDS = 8
/** The server takes this long to stop, and idles meanwhile. */
const STOP_SECONDS = 3

/** What each group of functions is recognized by, the first that fits. */
const GROUPS: readonly (readonly [title: string, functions: RegExp, files: RegExp])[] = [
  [
    'writing to the socket (system call included)',
    /^(write(v|Buffer|Latin1String|Utf8String)?|shutdown)$/,
    /^$/,
  ],
  ['garbage collection', /^\(garbage collector\)$/, /^$/],
  [
    'no JavaScript on the stack: reading from the socket, HTTP parser, event loop',
    /^\((program|root)\)$/,
    /^$/,
  ],
  ['our own: page, form and coding, condition', /./, /(apps\/api\/src|lru-cache|negotiator)/],
  ['Node: headers and the answer', /./, /^node:_http_(outgoing|server)/],
  ['Node: the request', /./, /^node:_http_(incoming|common)/],
  ['Node: streams and sockets', /./, /^node:(net|internal\/stream|_stream|stream)/],
  ['Node: timers, ticks, events, the rest', /./, /^node:/],
  ['native functions called from JavaScript', /./, /^$/],
]

/** What each microsecond of a hot request is, from a profile of the server under full load. */
export async function profileHotRequest({ server, start, results, say }: Bench): Promise<void> {
  const folder = await mkdtemp(join(os.tmpdir(), 'bench-profile-'))
  try {
    const database = await server.create()
    const index = await start(database, {
      LOG_LEVEL: 'info',
      WORKERS: '1',
      NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=200 --cpu-prof-dir=${folder}`,
    })
    let requests = 0
    try {
      await seedProjects(index, database.url!, ['hot-3'])
      await pin(index.pid(), SERVER_CORE)
      const work = WORKS.find(({ id }) => id === 'small')!
      const run = await drive(
        { url: `${index.indexUrl}hot-3/`, headers: headersOf(work) },
        {
          seconds: SECONDS,
        },
      )
      if (run.fault !== undefined) throw new Error(run.fault)
      requests = run.requests
    } finally {
      await index.close()
    }
    const groups = groupTimes(await readProfile(folder))
    const total = [...groups.values()].reduce((sum, time) => sum + time, 0)
    const lines = [...groups]
      .toSorted(([, a], [, b]) => b - a)
      .map(
        ([title, time]) =>
          `| ${title} | ${(time / requests).toFixed(2)} | ${((100 * time) / total).toFixed(0)} % |`,
      )
    say(`profile: ${(total / requests).toFixed(1)} µs a request`)
    results.sections.push({
      title: 'What each microsecond of a hot request is',
      text: [
        `The small page, from memory, by \`--cpu-prof\` (which itself takes time) over ${requests.toLocaleString('en')} requests: ${(total / requests).toFixed(1)} µs each.`,
        '',
        '| what | µs | share |',
        '|---|---|---|',
        ...lines,
      ].join('\n'),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Commands and worker threads leave profiles of their own: that of the server has by far the most samples. */
async function readProfile(folder: string): Promise<Profile> {
  let busiest: Profile | undefined
  let most = 0
  for (const name of await readdir(folder)) {
    const profile = JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile
    const idle = new Set(
      profile.nodes
        .filter(({ callFrame }) => callFrame.functionName === '(idle)')
        .map(({ id }) => id),
    )
    const busy = profile.samples.filter((sample) => !idle.has(sample)).length
    if (busy > most) [busiest, most] = [profile, busy]
  }
  if (busiest === undefined) throw new Error('the server left no profile')
  return busiest
}

/** Microseconds of each group in the time of the load; idling left out. */
function groupTimes({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, number>()
  let fromEnd = 0
  for (let sample = samples.length - 1; sample >= 0; sample -= 1) {
    const time = timeDeltas[sample]!
    fromEnd += time
    if (fromEnd > (SECONDS + STOP_SECONDS) * 1e6) break
    const { functionName, url } = frames.get(samples[sample]!)!
    if (functionName === '(idle)') continue
    const name = functionName === '' ? '(anonymous)' : functionName
    const group = GROUPS.find(([, functions, files]) => functions.test(name) && files.test(url))
    const title = group?.[0] ?? 'other'
    times.set(title, (times.get(title) ?? 0) + time)
  }
  return times
}
