import { spawn, type ChildProcess } from 'node:child_process'
import { findOnPath, runCommand } from '../../e2e/provision/run-command.ts'

/** The server has this core, the load the other: neither takes time from the other. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

const taskset = findOnPath('taskset')
export const isPinned = taskset !== undefined
const running = new Set<ChildProcess>()
const START_MS = 60_000

export type Started = { readonly pid: number; stop(): Promise<void> }

/** Puts a command on one core, where the machine can. */
export function pinned(core: number, command: readonly string[]): [string, ...string[]] {
  const words = taskset === undefined ? command : [taskset, '-c', String(core), ...command]
  return words as [string, ...string[]]
}

/** Moves a running process with all its threads to one core; `undefined` gives it all of them back. */
export async function pin(pid: number, core: number | undefined): Promise<void> {
  if (taskset === undefined) return
  const cores = core === undefined ? '0-1' : String(core)
  const { code, output } = await runCommand(taskset, ['-a', '-c', '-p', cores, String(pid)], {
    quiet: true,
  })
  if (code !== 0) throw new Error(`taskset: ${output}`)
}

/**
 * Starts a server on its core and waits until `url` answers with 200. It ends with us, however we end.
 * @throws Error with what it printed
 */
export async function startServer(
  command: readonly string[],
  url: string,
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Started> {
  const [first, ...rest] = pinned(SERVER_CORE, command)
  const { PATH = '', HOME = '/' } = process.env
  const child = spawn(first, rest, {
    cwd: options.cwd,
    env: { PATH, HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: workers end with it.
    detached: true,
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      output += error.message
      resolve()
    })
  })
  const stop = async () => {
    signal(child, 'SIGTERM')
    const late = setTimeout(() => signal(child, 'SIGKILL'), 5_000)
    await ended
    clearTimeout(late)
    signal(child, 'SIGKILL')
    running.delete(child)
  }
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline && child.exitCode === null && child.pid !== undefined) {
    const response = await fetch(url).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.status === 200) return { pid: child.pid, stop }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`${command[0]} did not answer at ${url}:\n${output}`)
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name)
  } catch {
    // It is gone already.
  }
}

process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL')
})
