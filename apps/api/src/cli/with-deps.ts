import type { Config } from '../config.ts'
import { createDeps, type Deps } from '../deps.ts'
import { createLogger } from '../infra/logger.ts'

/** Runs a command with the parts of the index, and closes them. Only what is wrong is logged. */
export async function withDeps<Result>(
  config: Config,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  const deps = await createDeps(config, { logger: createLogger('fatal'), limited: false })
  try {
    return await work(deps)
  } finally {
    await deps.close()
  }
}
