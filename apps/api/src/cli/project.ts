import { VISIBILITIES, type Visibility } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { Argument, type Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { SYSTEM } from '../features/events/record-event.ts'
import { changeVisibility } from '../features/projects/change-visibility.ts'
import { isThere, lockProjectRow, readProject } from '../features/projects/projects.queries.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import { CommandError } from './command-error.ts'
import { withDeps } from './with-deps.ts'

/** `wheelhouse project visibility`: who may read a project. */
export function addProjectCommands(program: Command, config: Config): void {
  program
    .command('project')
    .description('Projects')
    .command('visibility <name>')
    .description('Make a project private (for those with a role in it) or public again')
    .addArgument(new Argument('<visibility>').choices(VISIBILITIES))
    .option('--json', 'print JSON')
    .action(async (name: string, visibility: Visibility, options: { json?: boolean }) => {
      const done = await withDeps(config, (deps) => set(deps, name, visibility))
      const line = `${done.name} is ${visibility}`
      process.stdout.write(`${options.json === true ? JSON.stringify(done) : line}\n`)
    })
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
