import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client'

export type UploadStage = 'receive' | 'inspect' | 'render' | 'attest' | 'store' | 'commit'

/** What a running server counts. Counting costs an addition; it is written out when asked for. */
export type Metrics = {
  readonly uploads: {
    attempted(): void
    accepted(outcome: 'stored' | 'unchanged'): void
    /** @param reason slug of the refusal: one of a closed set, never a caller's text */
    refused(reason: string): void
    received(bytes: number): void
    /** Times one stage, whether it ends well or not. */
    time<Result>(stage: UploadStage, work: () => Promise<Result>): Promise<Result>
  }
  /** A password was looked for in the list of breached ones; `failed`: it could not be asked. */
  breachLookup(outcome: 'found' | 'clear' | 'failed'): void
  /** A mail was handed on, not taken for now, refused for good, or kept from an address that bounced. */
  mail(outcome: 'sent' | 'failed' | 'refused' | 'withheld'): void
  /** A message to a webhook was taken, or this try of it failed. */
  webhook(outcome: 'delivered' | 'failed'): void
  /** Keys that the cache in front was told of (`PURGE_URL`). */
  purged(outcome: 'purged' | 'again' | 'refused', keys: number): void
  /** @param route pattern of the address, never the address itself */
  answered(route: string, status: number): void
  /** Simple pages answered from memory are counted where they are; read when asked for. */
  watchHotPath(read: () => number): void
  /** How the database and the news of it are; read when asked for. */
  watchDatabase(read: () => DatabaseReading): void
  /** Whether the storage can be used; looked at when asked for. */
  watchStorage(isThere: () => Promise<boolean>): void
  /** Adds what the process itself tells: memory, processor time, event loop, collections. */
  watchProcess(): void
  /** Everything, to be put together with that of other processes. */
  read(): Promise<MetricObjectWithValues<MetricValue<string>>[]>
  /** Everything, in the text form of Prometheus. */
  print(): Promise<{ contentType: string; text: string }>
}

export type DatabaseReading = {
  readonly isAway: boolean
  readonly busy: number
  readonly waiting: number
  /** Since the start. */
  readonly shed: number
  /** Milliseconds since it was last known that nothing in memory is old. */
  readonly newsAgeMs: number
  /** Simple pages answered from memory without news, since the start. */
  readonly degraded: number
}

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** A registry of its own for each server of a process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const attempts = new Counter({
    name: 'wheelhouse_upload_attempts_total',
    help: 'Uploads that were begun',
    registers,
  })
  const accepted = new Counter({
    name: 'wheelhouse_upload_accepted_total',
    help: 'Uploads that were answered with success: stored, or unchanged for a file that was there',
    labelNames: ['outcome'],
    registers,
  })
  const refused = new Counter({
    name: 'wheelhouse_upload_refused_total',
    help: 'Uploads that were refused, by reason',
    labelNames: ['reason'],
    registers,
  })
  const bytes = new Counter({
    name: 'wheelhouse_upload_bytes_total',
    help: 'Bytes of uploaded files that were received whole',
    registers,
  })
  const stages = new Histogram({
    name: 'wheelhouse_upload_stage_seconds',
    help: 'Time that uploads spend in each stage',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers,
  })
  const breachLookups = new Counter({
    name: 'wheelhouse_breach_lookups_total',
    help: 'Passwords looked for in the list of breached ones, by outcome; failed ones let everybody pass',
    labelNames: ['outcome'],
    registers,
  })
  const mails = new Counter({
    name: 'wheelhouse_mails_total',
    help: 'Tries to hand on a mail, by outcome; failed ones are tried again',
    labelNames: ['outcome'],
    registers,
  })
  const webhooks = new Counter({
    name: 'wheelhouse_webhook_tries_total',
    help: 'Tries to deliver a message to a webhook, by outcome; failed ones are tried again',
    labelNames: ['outcome'],
    registers,
  })
  const purges = new Counter({
    name: 'wheelhouse_purged_keys_total',
    help: 'Surrogate keys that the cache in front was told of, by what it said',
    labelNames: ['outcome'],
    registers,
  })
  const answers = new Counter({
    name: 'wheelhouse_http_requests_total',
    help: 'Requests answered, by route and class of status; pages from memory are counted apart',
    labelNames: ['route', 'status'],
    registers,
  })
  return {
    uploads: {
      attempted: () => attempts.inc(),
      accepted: (outcome) => accepted.inc({ outcome }),
      refused: (reason) => refused.inc({ reason }),
      received: (size) => bytes.inc(size),
      time: async (stage, work) => {
        const end = stages.startTimer({ stage })
        try {
          return await work()
        } finally {
          end()
        }
      },
    },
    breachLookup: (outcome) => breachLookups.inc({ outcome }),
    mail: (outcome) => mails.inc({ outcome }),
    webhook: (outcome) => webhooks.inc({ outcome }),
    purged: (outcome, keys) => purges.inc({ outcome }, keys),
    answered: (route, status) => answers.inc({ route, status: `${Math.floor(status / 100)}xx` }),
    watchHotPath: (read) => {
      const pages = new Counter({
        name: 'wheelhouse_simple_pages_from_memory_total',
        help: 'Simple pages answered from memory, before anything else looked at the request',
        registers,
        collect: () => {
          pages.reset()
          pages.inc(read())
        },
      })
    },
    watchDatabase: (read) => watchDatabase(registers, read),
    watchStorage: (isThere) => {
      const away: Gauge = new Gauge({
        name: 'wheelhouse_storage_away',
        help: 'Processes that cannot use the storage of files',
        registers,
        collect: async () => {
          away.set((await isThere()) ? 0 : 1)
        },
      })
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    read: () => registry.getMetricsAsJSON(),
    print: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

function watchDatabase(registers: Registry[], read: () => DatabaseReading): void {
  const gauge = (name: string, help: string, pick: (reading: DatabaseReading) => number) => {
    const made: Gauge = new Gauge({
      name: `wheelhouse_${name}`,
      help,
      registers,
      collect: () => {
        made.set(pick(read()))
      },
    })
  }
  const counter = (name: string, help: string, pick: (reading: DatabaseReading) => number) => {
    const made: Counter = new Counter({
      name: `wheelhouse_${name}`,
      help,
      registers,
      collect: () => {
        made.reset()
        made.inc(pick(read()))
      },
    })
  }
  gauge('database_away', 'Processes that cannot reach the database', ({ isAway }) => Number(isAway))
  gauge('database_connections_busy', 'Connections to the database in use', ({ busy }) => busy)
  gauge('database_waiting', 'Requests that wait for a connection', ({ waiting }) => waiting)
  counter(
    'database_shed_total',
    'Requests refused because too many waited for a connection',
    ({ shed }) => shed,
  )
  gauge(
    'index_news_age_seconds',
    'Time since it was last known that nothing in memory is old, summed over the processes',
    ({ newsAgeMs }) => newsAgeMs / 1000,
  )
  counter(
    'simple_pages_degraded_total',
    'Simple pages answered from memory while no news of the index came',
    ({ degraded }) => degraded,
  )
}
