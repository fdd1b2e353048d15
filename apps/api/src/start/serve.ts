import { readConfig, readEnvironment } from '../config.ts'
import { exitWithFaults } from './exit-with-faults.ts'
import { runServer } from './run-server.ts'

/** The index alone, with nothing built before: for containers and for `pnpm dev`. */
try {
  await runServer(readConfig(readEnvironment()))
} catch (error) {
  exitWithFaults(error)
}
