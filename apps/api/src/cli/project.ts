import {
  STATUS_REASON_MAX_LENGTH,
  StatusReason,
  VISIBILITIES,
  type Visibility,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { Argument, type Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { SYSTEM } from '../features/events/record-event.ts'
import { changeVisibility } from '../features/projects/change-visibility.ts'
import { isThere, lockProjectRow, readProject } from '../features/projects/projects.queries.ts'
import { setQuarantine, type QuarantineDone } from '../features/projects/set-quarantine.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import { CommandError } from './command-error.ts'
import { operate } from './operate.ts'
import { addPeopleCommands } from './project-people.ts'
import { withDeps } from './with-deps.ts'

/**
 * `wheelhouse project visibility`: who may read a project; `people` and `add-owner`: who has a role in
 * it; `quarantine` and `release` take it away from everybody until it was looked at.
 */
export function addProjectCommands(program: Command, config: Config): void {
  const projects = program.command('project').description('Projects')
  addPeopleCommands(projects, config)
  projects
    .command('visibility <name>')
    .description('Make a project private (for those with a role in it) or public again')
    .addArgument(new Argument('<visibility>').choices(VISIBILITIES))
    .option('--json', 'print JSON')
    .action(async (name: string, visibility: Visibility, options: { json?: boolean }) => {
      const done = await withDeps(config, (deps) => set(deps, name, visibility))
      const text = `${done.name} is ${visibility}`
      process.stdout.write(`${options.json === true ? JSON.stringify(done) : text}\n`)
    })
  projects
    .command('quarantine <name>')
    .description(
      'Let nothing of a project be installed, uploaded or changed until you release it; its owners are told',
    )
    .requiredOption('--reason <text>', 'why; everybody reads it')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { reason: string; json?: boolean }) => {
      const reason = options.reason.trim()
      if (!StatusReason.safeParse(reason).success) {
        throw new CommandError(
          `--reason: one line of 1 to ${STATUS_REASON_MAX_LENGTH} characters, please`,
        )
      }
      print(await withDeps(config, (deps) => isolate(deps, name, reason)), options)
    })
  projects
    .command('release <name>')
    .description('Take a project out of quarantine: it is again what it was before')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      print(await withDeps(config, (deps) => isolate(deps, name, undefined)), options)
    })
}

const isolate = (deps: Deps, name: string, reason: string | undefined) =>
  operate(setQuarantine(deps, normalizeName(name), reason))

function print(done: QuarantineDone, { json }: { json?: boolean }): void {
  const text = `${done.name} is ${done.status}${done.changed ? '' : ' already'}`
  process.stdout.write(`${json === true ? JSON.stringify(done) : text}\n`)
}

async function set(deps: Deps, name: string, visibility: Visibility) {
  const normalizedName = normalizeName(name)
  return withTransaction(deps.db, async (tx) => {
    await lockProjectRow(tx, normalizedName)
    const project = await readProject(tx, normalizedName)
    if (!isThere(project)) throw new CommandError(`there is no project ${name}`)
    const serial = await changeVisibility(tx, deps, project, { visibility, actor: SYSTEM })
    return { name: project.name, visibility, changed: serial !== undefined }
  })
}
