import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { makePeople } from '../clients/make-people.ts'
import type { TestDatabase } from '../clients/test-databases.ts'
import { compileCache } from '../provision/repository.ts'
import { runCommand } from '../provision/run-command.ts'
import { startNode, type Node, type NodeOptions } from './node.ts'

/** One index: a data folder, a database, two people with a token each, any number of processes. */
export type Site = {
  readonly folder: string
  readonly environment: Record<string, string | undefined>
  readonly tokens: readonly [string, string]
  start(options?: NodeOptions): Promise<Node>
  /** Runs an operator's command. */
  wheelhouse(...parameters: string[]): ReturnType<typeof runCommand>
  fsck(...options: string[]): Promise<FsckReport>
  /** Ends all processes and removes everything. */
  close(): Promise<void>
}

export type FsckReport = {
  readonly code: number | null
  readonly findings: readonly { kind: string; severity: string; filename: string | null }[]
  readonly summary: {
    projects: number
    files: number
    stored: number
    recent: number
    findings: number
    repaired: number
  }
}

export async function makeSite(
  database: TestDatabase,
  settings: Record<string, string> = {},
): Promise<Site> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-faults-'))
  const environment = {
    ...withoutOwnSettings(),
    NODE_COMPILE_CACHE: compileCache,
    LIMIT_NEW_PROJECTS_PER_HOUR: '100000',
    // One process is what most faults are made in; others say how many they want.
    WORKERS: '1',
    DATA_DIR: path.join(folder, 'data'),
    ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
    ...settings,
  }
  const nodes: Node[] = []
  const wheelhouse = (...parameters: string[]) =>
    runCommand(process.execPath, ['apps/api/src/cli/wheelhouse.ts', ...parameters], {
      env: environment,
      quiet: true,
    })
  const close = async () => {
    await Promise.all(nodes.map((node) => node.kill()))
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await database.place?.(environment.DATA_DIR)
    const scopes = ['upload', 'read']
    const tokens = await makePeople(environment, { first: scopes, second: scopes })
    return {
      folder,
      environment,
      tokens: [tokens.first, tokens.second],
      start: async (options) => {
        const node = await startNode(environment, options)
        nodes.push(node)
        return node
      },
      wheelhouse,
      fsck: async (...options) => {
        const { code, output } = await wheelhouse('fsck', '--json', ...options)
        return { code, ...parseReport(output) }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function parseReport(output: string): Omit<FsckReport, 'code'> {
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  const last = objects.pop()
  if (last?.['summary'] === undefined) throw new Error(`fsck could not run:\n${output}`)
  return {
    findings: objects as unknown as FsckReport['findings'],
    summary: last['summary'] as FsckReport['summary'],
  }
}

/** Settings of whoever runs the tests must not reach the server; jest's NODE_ENV neither. */
function withoutOwnSettings(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env
  const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]))
  return { ...none, PATH, HOME, TMPDIR }
}
