/**
 * Loaded into a server before anything else (`node --import`): counts the steps by which an upload
 * changes the world and, when armed, kills the process at one of them or lets calls fail. Told what
 * to do over the channel between parent and child.
 */
import fs from 'node:fs'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import type { FaultMessage, FaultPlan, FaultReply } from './fault-plan.ts'

/** Shared by all threads: which steps count (0 none, 1 the process's, 2 its workers'), so far, kill at. */
const KEY = 'wheelhouse-fault-hook'
const [SCOPE, COUNT, KILL_AT] = [0, 1, 2]
const shared = isMainThread
  ? new Int32Array(new SharedArrayBuffer(12))
  : (getEnvironmentData(KEY) as Int32Array)
if (isMainThread) setEnvironmentData(KEY, shared)

const trace: string[] = []
let failures: FaultPlan['fail'] = []
let killOn: FaultPlan['killOn']
/** How often the step of that name may still pass. */
let left = 0

function step(name: string): void {
  if (Atomics.load(shared, SCOPE) !== (isMainThread ? 1 : 2)) return
  const number = Atomics.add(shared, COUNT, 1) + 1
  if (isMainThread) trace.push(name)
  if (name === killOn?.name && (left -= 1) === 0) process.kill(process.pid, 'SIGKILL')
  if (number === Atomics.load(shared, KILL_AT)) process.kill(process.pid, 'SIGKILL')
}

function failureOf(call: string, path: unknown): NodeJS.ErrnoException | undefined {
  const failure = failures.find(
    (one) => one.call === call && (one.path === undefined || String(path).includes(one.path)),
  )
  if (failure === undefined) return undefined
  return Object.assign(new Error(`${failure.code}: made to fail, ${call}`), {
    code: failure.code,
    syscall: call,
  })
}

type AnyFunction = (this: unknown, ...parameters: unknown[]) => unknown
type Methods = Record<string, AnyFunction>

function patch(target: unknown, name: string, wrap: (original: AnyFunction) => AnyFunction): void {
  const methods = target as Methods
  const original = methods[name]
  if (original !== undefined) methods[name] = wrap(original)
}

/** Calls that return a promise. */
function patchPromise(target: unknown, name: string, call = name): void {
  patch(
    target,
    name,
    (original) =>
      function (...parameters) {
        step(call)
        const failure = failureOf(call, parameters[0])
        return failure === undefined ? original.apply(this, parameters) : Promise.reject(failure)
      },
  )
}

/** Calls whose last parameter is told the outcome. */
function patchCallback(name: string, call = name): void {
  patch(
    fs,
    name,
    (original) =>
      function (...parameters) {
        // Descriptors 1 and 2 are the log's.
        if (parameters[0] === 1 || parameters[0] === 2) return original.apply(this, parameters)
        step(call)
        const failure = failureOf(call, parameters[0])
        if (failure === undefined) return original.apply(this, parameters)
        setImmediate(() => (parameters.at(-1) as (error: Error) => void)(failure))
        return undefined
      },
  )
}

function patchSync(name: string): void {
  patch(
    fs,
    name,
    (original) =>
      function (...parameters) {
        if (parameters[0] !== 1 && parameters[0] !== 2) step(name)
        return original.apply(this, parameters)
      },
  )
}

const CHANGES = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'writeFile']
const WRITES = { write: 'write', writev: 'write', fsync: 'fsync', fdatasync: 'fsync' }

async function install(): Promise<void> {
  const probe = await fs.promises.open(import.meta.filename, 'r')
  const handles: unknown = Object.getPrototypeOf(probe)
  await probe.close()
  for (const name of CHANGES) patchPromise(fs.promises, name)
  for (const name of ['write', 'writev', 'writeFile']) patchPromise(handles, name, 'write')
  for (const name of ['sync', 'datasync']) patchPromise(handles, name, 'fsync')
  for (const name of CHANGES) patchCallback(name)
  for (const [name, call] of Object.entries(WRITES)) patchCallback(name, call)
  for (const name of [...CHANGES, ...Object.keys(WRITES), 'ftruncate']) patchSync(`${name}Sync`)
  syncBuiltinESMExports()
}

/** Connections that this process opens lead to the database. */
const outbound = new WeakSet<object>()

function patchSockets(): void {
  patch(
    net.Socket.prototype,
    'connect',
    (original) =>
      function (...parameters) {
        outbound.add(this as object)
        return original.apply(this, parameters)
      },
  )
  for (const name of ['_write', '_writev']) {
    patch(
      net.Socket.prototype,
      name,
      (original) =>
        function (...parameters) {
          if (!outbound.has(this as object)) return original.apply(this, parameters)
          const statement = describe(parameters[0])
          step(`send ${statement}`)
          const result = original.apply(this, parameters)
          step(`sent ${statement}`)
          return result
        },
    )
  }
}

/** The statements by which a transaction begins and ends, `query` for all others. */
function describe(data: unknown): string {
  const chunks = Array.isArray(data) ? data.map((entry: { chunk: unknown }) => entry.chunk) : [data]
  const text = chunks.map((chunk) => String(chunk)).join('')
  return /\b(BEGIN|COMMIT|ROLLBACK)\b/.exec(text)?.[1] ?? 'query'
}

function patchReply(): void {
  patch(
    http.ServerResponse.prototype,
    'end',
    (original) =>
      function (...parameters) {
        const { req } = this as http.ServerResponse
        if (req.method !== 'POST') return original.apply(this, parameters)
        step('reply')
        const result = original.apply(this, parameters)
        step('replied')
        return result
      },
  )
}

function arm(plan: FaultPlan): void {
  failures = plan.fail
  killOn = plan.killOn
  left = plan.killOn?.occurrence ?? 0
  trace.length = 0
  Atomics.store(shared, COUNT!, 0)
  Atomics.store(shared, KILL_AT!, plan.killAt)
  Atomics.store(shared, SCOPE!, ['none', 'process', 'workers'].indexOf(plan.scope))
}

await install()
if (isMainThread) {
  patchSockets()
  patchReply()
  process.on('message', (message: FaultMessage) => {
    const steps = Atomics.load(shared, COUNT!)
    if (message.kind === 'arm') arm(message.plan)
    process.send?.({ kind: 'answer', steps, trace: [...trace] } satisfies FaultReply)
  })
  // The parent's end of the channel shall not keep a finished server.
  process.channel?.unref()
}
