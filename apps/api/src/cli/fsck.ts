import { isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { checkIndex } from '../features/fsck/check-index.ts'
import { REPAIRS, type Finding, type FsckSummary, type Repair } from '../features/fsck/finding.ts'
import type { FsckCounts, FsckOptions } from '../features/fsck/fsck-run.ts'
import { CommandError } from './command-error.ts'
import { withDeps } from './with-deps.ts'

type Options = {
  json?: boolean
  deep?: boolean
  repair: string[]
  project: string[]
  grace: string
}

const HOUR_MS = 60 * 60 * 1000
const PROGRESS_MS = 2_000
const collect = (value: string, all: string[]) => [...all, value]

/** `wheelhouse fsck`: exit code 0 when all is well or mended, 1 when something is left, 2 when it could not run. */
export function addFsckCommand(program: Command, config: Config): void {
  program
    .command('fsck')
    .description('Compare database and storage, and what is derived with what it is derived from')
    .option('--deep', 'read every file and compare its digests')
    .option('--repair <what>', `mend: ${REPAIRS.join(', ')} or all (repeatable)`, collect, [])
    .option('--project <name>', 'only this project (repeatable)', collect, [])
    .option('--grace <hours>', 'leave younger content without a row alone', '24')
    .option('--json', 'print a JSON object a line: the findings, then {"summary": …}')
    .action(async (options: Options) => {
      try {
        const asked = readOptions(options)
        const summary = await withDeps(config, (deps) => checkIndex(deps, asked))
        if (asked.projects !== undefined && summary.projects < asked.projects.length) {
          throw new CommandError('there is no project of at least one of these names')
        }
        writeSummary(summary, options.json ?? false)
        process.exitCode = summary.findings > summary.repaired ? 1 : 0
      } catch (error) {
        process.stderr.write(`wheelhouse: fsck could not run: ${(error as Error).message}\n`)
        process.exitCode = 2
      }
    })
}

function readOptions(options: Options): FsckOptions {
  const bad = options.project.find((name) => !isValidName(name))
  if (bad !== undefined) throw new CommandError(`--project ${bad}: no name of a project`)
  if (!/^[1-9]\d{0,5}$/.test(options.grace)) {
    throw new CommandError(`--grace ${options.grace}: use a whole number of hours above 0`)
  }
  const json = options.json ?? false
  return {
    deep: options.deep ?? false,
    repairs: readRepairs(options.repair),
    graceMs: Number(options.grace) * HOUR_MS,
    onFinding: (finding) => {
      process.stdout.write(`${json ? JSON.stringify(finding) : describe(finding)}\n`)
    },
    onProgress: createProgress(),
    ...(options.project.length === 0
      ? {}
      : { projects: [...new Set(options.project.map(normalizeName))] }),
  }
}

function readRepairs(names: readonly string[]): ReadonlySet<Repair> {
  const repairs = new Set<Repair>()
  for (const name of names) {
    const known = REPAIRS.find((repair) => repair === name)
    if (known !== undefined) repairs.add(known)
    else if (name === 'all') for (const repair of REPAIRS) repairs.add(repair)
    else throw new CommandError(`--repair ${name}: use ${REPAIRS.join(', ')} or all`)
  }
  return repairs
}

function describe({ kind, severity, project, filename, detail, repaired }: Finding): string {
  const about = [project, filename].filter((part) => part !== null).join(' ')
  const subject = about === '' ? '' : ` ${about}`
  return `${severity} ${kind}${subject}: ${detail}${repaired ? ' (repaired)' : ''}`
}

/** A short run says nothing until it ends. */
function createProgress(): (counts: Readonly<FsckCounts>) => void {
  let next = Date.now() + PROGRESS_MS
  return ({ projects, files, stored }) => {
    if (Date.now() < next) return
    next = Date.now() + PROGRESS_MS
    process.stderr.write(`${projects} projects, ${files} files, ${stored} stored files …\n`)
  }
}

function writeSummary(summary: FsckSummary, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ summary })}\n`)
  const { projects, files, stored, recent, findings, repaired } = summary
  const young = recent === 0 ? '' : `, ${recent} of them too young to judge`
  process.stderr.write(
    `${projects} projects, ${files} files, ${stored} stored files${young}: ` +
      `${findings === 0 ? 'nothing wrong' : `${findings} findings, ${repaired} repaired`}\n`,
  )
}
