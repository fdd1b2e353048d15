import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { inRepository, repositoryRoot } from '../provision/repository.ts'
import type { FaultMessage, FaultPlan, FaultReply } from './fault-plan.ts'

export type NodeOptions = {
  /** Loads `fault-hook.ts`; without it `arm` and `report` have no answer. */
  hook?: boolean
  settings?: Record<string, string>
}

/** One server process of an index. */
export type Node = {
  readonly origin: string
  readonly pid: number
  readonly ended: Promise<void>
  hasEnded(): boolean
  output(): string
  arm(plan: FaultPlan): Promise<void>
  /** The steps since it was armed. */
  report(): Promise<FaultReply>
  /** Whether it still answers; a killed process is waited for. */
  isAlive(): Promise<boolean>
  kill(): Promise<void>
}

const START_MS = 60_000

export async function startNode(
  environment: Record<string, string | undefined>,
  { hook = false, settings = {} }: NodeOptions = {},
): Promise<Node> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const preload = hook
    ? ['--import', pathToFileURL(inRepository('e2e/faults/fault-hook.ts')).href]
    : []
  const child: ChildProcess = spawn(process.execPath, [...preload, 'apps/api/src/start/serve.ts'], {
    cwd: repositoryRoot,
    env: { ...environment, PORT: String(port), PUBLIC_URL: origin, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const ask = (message: FaultMessage) =>
    new Promise<FaultReply>((resolve, reject) => {
      child.once('message', (reply) => resolve(reply as FaultReply))
      child.send(message, (error) => {
        if (error !== null) reject(error)
      })
      void ended.then(() => reject(new Error('the server has ended')))
    })
  const node: Node = {
    origin,
    pid: child.pid ?? 0,
    ended,
    hasEnded,
    output: () => output,
    arm: async (plan) => {
      await ask({ kind: 'arm', plan })
    },
    report: () => ask({ kind: 'report' }),
    isAlive: async () => {
      try {
        await ask({ kind: 'report' })
        return true
      } catch {
        await ended
        return false
      }
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
  await waitUntilReady(node)
  return node
}

async function waitUntilReady(node: Node): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline && !node.hasEnded()) {
    if ((await statusOf(`${node.origin}/readyz`)) === 200) return
    await sleep(20)
  }
  await node.kill()
  throw new Error(`the server did not become ready:\n${node.output()}`)
}

async function statusOf(url: string): Promise<number | undefined> {
  const response = await fetch(url).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.status
}

/** Taken and given back: the public address must be known before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
