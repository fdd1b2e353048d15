import { applyMigrations } from '@wheelhouse/database/migrate'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { openDatabase } from '../infra/db/database.ts'

/** `wheelhouse migrate`: brings the database to the shape that this version needs. */
export function addMigrateCommand(program: Command, config: Config): void {
  program
    .command('migrate')
    .description('Apply the migrations that the database lacks')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const database = await openDatabase(config)
      try {
        const url = config.MIGRATION_DATABASE_URL
        const applied = await applyMigrations(
          url === undefined ? database.connection : { connectionString: url },
        )
        if (options.json === true) process.stdout.write(`${JSON.stringify({ applied })}\n`)
        else process.stdout.write(`${applied.join('\n') || 'Nothing to do'}\n`)
      } finally {
        await database.close()
      }
    })
}
