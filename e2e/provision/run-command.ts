import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { repositoryRoot } from './repository.ts'

export type CommandOptions = {
  cwd?: string
  env?: Record<string, string | undefined>
  /** Collects the output instead of printing it. */
  quiet?: boolean
  /** After this many milliseconds the command and its children are ended. */
  timeout?: number
  /** Lets others go first that want a processor. */
  patient?: boolean
}

/** As `nice` has it: a third of what others get, and never so little that its own clocks run out. */
const PATIENT = 5

/** `code` is null when a signal ended the command; `output` is empty unless it ran quietly. */
export type CommandResult = { code: number | null; output: string }

const running = new Set<ChildProcess>()

/**
 * Runs a command in a process group of its own, so that the children of a runner end with it.
 * Never rejects: a command that cannot be started ends with code 127 and the reason as its output.
 */
export async function runCommand(
  command: string,
  parameters: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { promise, resolve } = Promise.withResolvers<CommandResult>()
  const child = spawn(command, parameters, {
    cwd: options.cwd ?? repositoryRoot,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
    detached: true,
  })
  running.add(child)
  if (options.patient && child.pid !== undefined) os.setPriority(child.pid, PATIENT)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const timer =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          output += `\nended after ${options.timeout} ms`
          signalGroup(child, 'SIGKILL')
        }, options.timeout)
  child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }))
  child.on('close', (code) => resolve({ code, output }))
  const result = await promise
  clearTimeout(timer)
  running.delete(child)
  return result
}

/** Asks every command that still runs to end, with its children; after five seconds it must. */
export async function stopCommands(): Promise<void> {
  const children = [...running]
  for (const child of children) signalGroup(child, 'SIGTERM')
  const deadline = Date.now() + 5000
  while (children.some((child) => running.has(child)) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  for (const child of children) if (running.has(child)) signalGroup(child, 'SIGKILL')
}

/** The absolute path of an executable on PATH, or undefined. */
export function findOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file))
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
