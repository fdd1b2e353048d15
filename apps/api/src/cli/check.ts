import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { UploadWarning } from '@wheelhouse/shared-types'
import { readEnvironment, type Config } from '../config.ts'
import {
  checkDistribution,
  type CheckedDistribution,
} from '../features/uploads/check-distribution.ts'
import { createInspection } from '../infra/inspection.ts'
import { createMetrics } from '../infra/metrics.ts'
import { startReadmeRenderer } from '../readme/start-readme-renderer.ts'

const WORDS: Record<UploadWarning, string> = {
  'already-here': 'already in the index',
  'no-description': 'no description',
  'no-summary': 'no summary',
  'no-requires-python': 'no Requires-Python',
  'no-license': 'no licence',
}

/**
 * `wheelhouse check`: what an upload would be refused for, without an index. A line a file, in the
 * order given; exit code 1 when one is refused.
 */
export function addCheckCommand(program: Command, config: Config): void {
  program
    .command('check <file...>')
    .description('Check wheels and source distributions as an upload would, without sending them')
    .option('--json', 'print a JSON object a line')
    .action(async (files: string[], options: { json?: boolean }) => {
      const isRefused = await checkAll(config, files, (checked) => {
        const line = options.json === true ? JSON.stringify(checked) : describe(checked)
        process.stdout.write(`${line}\n`)
      })
      process.exitCode = isRefused ? 1 : 0
    })
}

/** Judges the files side by side, tells of them in order. Whether one is refused. */
async function checkAll(
  config: Config,
  files: readonly string[],
  tell: (checked: CheckedDistribution) => void,
): Promise<boolean> {
  const threads = Math.min(files.length, availableParallelism())
  const inspection = createInspection(config, threads)
  const readmes = startReadmeRenderer()
  const deps = { config, inspection, readmes, metrics: createMetrics() }
  // pnpm runs commands in the root of the repository and says where it was called.
  const folder = readEnvironment().INIT_CWD ?? process.cwd()
  let isRefused = false
  try {
    // No more at once than there are threads: the queues of inspection and rendering are bounded.
    for (let at = 0; at < files.length; at += threads) {
      const some = files.slice(at, at + threads)
      const work = some.map((file) => checkDistribution(deps, resolve(folder, file)))
      for (const checked of await Promise.all(work)) {
        isRefused ||= !checked.ok
        tell(checked)
      }
    }
  } finally {
    await Promise.all([inspection.close(), readmes.close()])
  }
  return isRefused
}

function describe(checked: CheckedDistribution): string {
  if (!checked.ok) return `refused ${checked.filename}: ${checked.message} (${checked.reason})`
  const { filename, project, version, kind, warnings } = checked
  const remarks = warnings.map((warning) => WORDS[warning]).join(', ')
  return `ok ${filename}: ${kind} of ${project} ${version}${remarks === '' ? '' : ` (${remarks})`}`
}
