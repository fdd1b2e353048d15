import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { addOwner } from '../features/people/add-owner.ts'
import { listRoles, presentPerson } from '../features/people/people.queries.ts'
import { CommandError } from './command-error.ts'
import { operate } from './operate.ts'
import { withDeps } from './with-deps.ts'

type Options = { json?: boolean }

/** `wheelhouse project people` lists who has a role in a project, `project add-owner` gives it an owner. */
export function addPeopleCommands(project: Command, config: Config): void {
  project
    .command('people <name>')
    .description('List who has a role in a project, since when, and whether with a second factor')
    .option('--json', 'print JSON')
    .action(async (name: string, options: Options) => {
      const people = await withDeps(config, (deps) => listPeople(deps, name))
      if (options.json === true) return void process.stdout.write(`${JSON.stringify(people)}\n`)
      const lines = people.map(({ username, role, since, secondFactor }) => {
        const factor = secondFactor === true ? 'second factor' : 'no second factor'
        return `${role.padEnd(10)}  ${username}  since ${since.slice(0, 10)}, ${factor}\n`
      })
      process.stdout.write(lines.join(''))
    })
  project
    .command('add-owner <name> <username>')
    .description(
      'Make somebody an owner of a project, for one whose owners are gone; mails all owners',
    )
    .option('--json', 'print JSON')
    .action(async (name: string, username: string, options: Options) => {
      const done = await withDeps(config, (deps) => operate(addOwner(deps, name, username)))
      const line = `${done.username} is an owner of ${done.project}${done.changed ? '' : ' already'}`
      process.stdout.write(`${options.json === true ? JSON.stringify(done) : line}\n`)
    })
}

async function listPeople({ db }: Deps, name: string) {
  const project = await db.project.findUnique({ where: { normalizedName: normalizeName(name) } })
  if (project === null) throw new CommandError(`there is no project ${name}`)
  const roles = await listRoles(db, project.id)
  return roles.map((role) => presentPerson(role, true))
}
