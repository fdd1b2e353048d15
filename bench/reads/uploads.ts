import { runCommand } from '../../e2e/provision/run-command.ts'
import { join } from 'node:path'
import type { Bench } from './parts.ts'

/** The bench of uploads, its report as it prints it. */
export async function measureUploads({ results, rounds }: Bench): Promise<void> {
  const script = join(import.meta.dirname, '../uploads.ts')
  const command = [script, '--rounds', String(rounds * 10), '--many', '1000']
  const { code, output } = await runCommand(process.execPath, command, { quiet: true })
  if (code !== 0) throw new Error(output.slice(-1_000))
  results.sections.push({
    title: 'Uploads',
    text: `By \`node bench/${['uploads.ts', ...command.slice(1)].join(' ')}\`.\n\n\`\`\`text\n${output.trim()}\n\`\`\``,
  })
}
