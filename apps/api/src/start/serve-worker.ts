import { readConfig, readEnvironment } from '../config.ts'
import { startServer, type RunningServer } from '../main.ts'
import { createClusterSiblings } from './cluster-siblings.ts'
import { describeFaults } from './exit-with-faults.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** One of several processes that serve a port; started by `run-cluster.ts`, and useless without it. */
const send = (message: FromWorker) => {
  if (process.connected) process.send!(message)
}
const siblings = createClusterSiblings(send)
let server: RunningServer | undefined
let stopping = false

async function begin({ count, isElected, migrates }: ToWorker & { kind: 'begin' }): Promise<void> {
  try {
    const config = readConfig(readEnvironment())
    server = await startServer(config, {
      migrate: migrates && config.MIGRATE_ON_START,
      processes: { count, siblings, isElected },
      onProgress: (line) => send({ kind: 'progress', line }),
    })
    send({ kind: 'ready', port: server.port })
  } catch (error) {
    process.send!({ kind: 'failed', lines: describeFaults(error) } satisfies FromWorker, () =>
      process.exit(1),
    )
  }
}

/** @param alone the others go on, so that the port stays in service. */
function stop(alone: boolean): void {
  if (stopping) return
  stopping = true
  if (server === undefined) process.exit(0)
  server.stop({ othersServe: alone }).then(
    () => process.exit(0),
    () => process.exit(1),
  )
}

process.on('message', (message: ToWorker) => {
  if (siblings.receive(message)) return
  if (message.kind === 'begin') void begin(message)
  if (message.kind === 'stop') stop(false)
  if (message.kind === 'metrics') {
    const { id } = message
    const read = server === undefined ? Promise.resolve([]) : server.deps.metrics.read()
    read.then(
      (values) => send({ kind: 'metrics', id, values }),
      () => send({ kind: 'metrics', id, values: [] }),
    )
  }
})
// A terminal sends Ctrl-C to every process; the supervising one says what it means.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => stop(true))
