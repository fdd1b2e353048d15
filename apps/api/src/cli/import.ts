import { resolve } from 'node:path'
import { isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import type { Command } from 'commander'
import { readEnvironment, type Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findUserByUsername } from '../features/accounts/accounts.queries.ts'
import { importDistributions } from '../features/imports/import-distributions.ts'
import type { ImportSummary } from '../features/imports/import-summary.ts'
import { CommandError } from './command-error.ts'
import { createImportProgress } from './import-progress.ts'
import { withDeps } from './with-deps.ts'

type Options = {
  project: string[]
  all?: boolean
  latest?: string
  pre?: boolean
  owner?: string
  json?: boolean
}

const collect = (value: string, all: string[]) => [...all, value]
/** As a shell reports a command that a signal ended. */
const EXIT_CODES: Record<string, number> = { SIGINT: 130, SIGTERM: 143 }

/** `wheelhouse import`: distributions from files, folders and other indexes. */
export function addImportCommand(program: Command, config: Config): void {
  program
    .command('import <source...>')
    .description('Import files, folders, or projects of another index (https://host/simple/)')
    .option('--project <name>', 'only this project (repeatable)', collect, [])
    .option('--all', 'every project of an index')
    .option('--latest <count>', 'only so many of the newest versions of each project')
    .option('--pre', 'count pre-releases among the newest versions')
    .option('--owner <username>', 'owner of new projects; without one they are marked as imported')
    .option('--json', 'print JSON')
    .action(async (sources: string[], options: Options) => {
      const selection = readSelection(sources, options)
      const { summary, exitCode } = await withDeps(config, (deps) =>
        runImport(deps, selection, options.owner),
      )
      process.stdout.write(
        options.json === true ? `${JSON.stringify(summary)}\n` : describe(summary),
      )
      process.exitCode = exitCode
    })
}

type Chosen = ReturnType<typeof readSelection>

function readSelection(sources: readonly string[], options: Options) {
  const bad = options.project.find((name) => !isValidName(name))
  if (bad !== undefined) throw new CommandError(`--project ${bad}: no name of a project`)
  if (options.all === true && options.project.length > 0) {
    throw new CommandError('--all and --project exclude each other')
  }
  const { latest } = options
  if (latest !== undefined && !/^[1-9]\d{0,8}$/.test(latest)) {
    throw new CommandError(`--latest ${latest}: use a whole number above 0`)
  }
  return {
    sources: sources.map(readSource),
    all: options.all ?? false,
    pre: options.pre ?? false,
    ...(latest === undefined ? {} : { latest: Number(latest) }),
    ...(options.project.length === 0
      ? {}
      : { projects: new Set(options.project.map(normalizeName)) }),
  }
}

function readSource(source: string): string | URL {
  if (/^https?:\/\//i.test(source)) {
    const url = URL.parse(source)
    if (url === null) throw new CommandError('an address of an index is malformed')
    return url
  }
  // pnpm runs commands in the root of the repository and says where it was called.
  return resolve(readEnvironment().INIT_CWD ?? process.cwd(), source)
}

async function runImport(deps: Deps, chosen: Chosen, owner: string | undefined) {
  const ownerId = owner === undefined ? null : (await findUserByUsername(deps.db, owner))?.id
  if (ownerId === undefined) throw new CommandError(`there is no user ${owner}`)
  const progress = createImportProgress(process.stderr)
  const stop = listenForSignals()
  try {
    const summary = await importDistributions(deps, {
      ...chosen,
      ownerId,
      signal: stop.signal,
      watcher: progress,
    })
    progress.end()
    if (summary.interrupted) {
      process.stderr.write(
        `Stopped; ${summary.left} of the files listed so far are left. The same command goes on with them.\n`,
      )
    }
    return { summary, exitCode: exitCodeOf(summary, stop.received()) }
  } finally {
    progress.end()
    stop.end()
  }
}

function exitCodeOf(summary: ImportSummary, signal: string | undefined): number {
  if (summary.interrupted && signal !== undefined) return EXIT_CODES[signal] ?? 1
  return summary.refused + summary.failed > 0 ? 1 : 0
}

/** The first signal stops in good order; the second ends the process, as it would without this. */
function listenForSignals() {
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  const end = (): void => {
    for (const name of Object.keys(EXIT_CODES)) process.off(name, stop)
  }
  const stop = (name: NodeJS.Signals): void => {
    received = name
    end()
    process.stderr.write('\nStopping after what is being written …\n')
    controller.abort(new Error('stopped'))
  }
  for (const name of Object.keys(EXIT_CODES)) process.on(name, stop)
  return { signal: controller.signal, received: () => received, end }
}

function describe(summary: ImportSummary): string {
  const { imported, unchanged, skipped, refused, failed, bytes, seconds, skippedFor } = summary
  const reasons = Object.entries(skippedFor).map(([reason, count]) => `${count} ${reason}`)
  const lines = [
    `imported   ${imported}`,
    `unchanged  ${unchanged}`,
    `skipped    ${skipped}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`,
    `refused    ${refused}`,
    `failed     ${failed}`,
    ...summary.problems.map(({ outcome, what, message }) => `  ${outcome} ${what}: ${message}`),
    `${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`,
  ]
  return `${lines.join('\n')}\n`
}
