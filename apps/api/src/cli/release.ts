import { YANK_REASON_MAX_LENGTH } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { SYSTEM } from '../features/events/record-event.ts'
import { isThere, lockProjectRow, readProject } from '../features/projects/projects.queries.ts'
import { changeYank } from '../features/releases/change-yank.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import { CommandError } from './command-error.ts'
import { operate } from './operate.ts'
import { withDeps } from './with-deps.ts'

type Options = { reason?: string; json?: boolean }

/** `wheelhouse release yank` and `unyank`: also of projects whose owners cannot be reached. */
export function addReleaseCommands(program: Command, config: Config): void {
  const release = program.command('release').description('Releases')
  release
    .command('yank <name> <version>')
    .description('Yank a release: installers pass over it unless it is pinned')
    .option('--reason <text>', 'why, which installers show', '')
    .option('--json', 'print JSON')
    .action(async (name: string, version: string, { reason = '', json }: Options) => {
      if (reason.length > YANK_REASON_MAX_LENGTH || /\p{Cc}/u.test(reason)) {
        throw new CommandError(
          `--reason: one line of ${YANK_REASON_MAX_LENGTH} characters at the most`,
        )
      }
      print(await withDeps(config, (deps) => set(deps, name, version, reason.trim())), json)
    })
  release
    .command('unyank <name> <version>')
    .description('Take a yank back')
    .option('--json', 'print JSON')
    .action(async (name: string, version: string, { json }: Options) => {
      print(await withDeps(config, (deps) => set(deps, name, version, undefined)), json)
    })
}

async function set(deps: Deps, name: string, version: string, reason: string | undefined) {
  const normalizedName = normalizeName(name)
  return operate(
    withTransaction(deps.db, async (tx) => {
      await lockProjectRow(tx, normalizedName)
      const project = await readProject(tx, normalizedName)
      if (!isThere(project)) throw new CommandError(`there is no project ${name}`)
      const change = { versions: [version], reason, actor: SYSTEM }
      const { releases } = await changeYank(tx, deps, project, change)
      const { version: known, yankedAt } = releases[0]!
      return { name: project.name, version: known, yanked: yankedAt !== null }
    }),
  )
}

function print(done: Awaited<ReturnType<typeof set>>, json = false): void {
  const line = `${done.name} ${done.version} is ${done.yanked ? 'yanked' : 'not yanked any more'}`
  process.stdout.write(`${json ? JSON.stringify(done) : line}\n`)
}
