import { Command } from 'commander'
import { generateClient } from '@wheelhouse/database/generate'
import { ConfigError, readConfig, readEnvironment } from '../config.ts'
import { CommandError } from './command-error.ts'

/**
 * `wheelhouse <command>`: what operators do. There is no operator route over HTTP. Results go to
 * stdout, everything else to stderr; the exit code tells.
 */
async function run(): Promise<void> {
  generateClient()
  const config = readConfig(readEnvironment())
  // Imported after the Prisma client exists: a fresh clone has none.
  const [
    { addUserCommands },
    { addTokenCommands },
    { addMigrateCommand },
    { addImportCommand },
    { addFsckCommand },
    { addCheckCommand },
    { addProjectCommands },
    { addReleaseCommands },
  ] = await Promise.all([
    import('./user.ts'),
    import('./token.ts'),
    import('./migrate.ts'),
    import('./import.ts'),
    import('./fsck.ts'),
    import('./check.ts'),
    import('./project.ts'),
    import('./release.ts'),
  ])
  const program = new Command('wheelhouse')
    .description('Operate a Wheelhouse index')
    .version(config.version)
    .showHelpAfterError()
  addUserCommands(program, config)
  addTokenCommands(program, config)
  addMigrateCommand(program, config)
  addImportCommand(program, config)
  addFsckCommand(program, config)
  addCheckCommand(program, config)
  addProjectCommands(program, config)
  addReleaseCommands(program, config)
  await program.parseAsync()
}

try {
  await run()
  // A worker that is still warm must not keep a finished command.
  process.exit(process.exitCode ?? 0)
} catch (error) {
  const lines = error instanceof ConfigError ? error.faults : [(error as Error).message]
  for (const line of lines) process.stderr.write(`wheelhouse: ${line}\n`)
  if (!(error instanceof ConfigError) && !(error instanceof CommandError)) {
    process.stderr.write(`${(error as Error).stack}\n`)
  }
  process.exit(1)
}
