import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG_VARIABLES, type ConfigVariable } from './config-variables.ts'

const ROOT = join(import.meta.dirname, '../../..')
const VARIABLES: [string, ConfigVariable][] = Object.entries(CONFIG_VARIABLES)

/** Files that are printed from the config schema, by their path in the repository. */
export function printConfigReference(): Record<string, string> {
  return { 'docs/CONFIGURATION.md': printTable(), '.env.example': printExample() }
}

function printTable(): string {
  const rows = VARIABLES.map(
    ([name, { fallback, meaning }]) =>
      `| \`${name}\` | ${fallback.replaceAll('|', '\\|')} | ${meaning.replaceAll('|', '\\|')} |`,
  )
  return `# Configuration

Everything is set by environment variables; a \`.env\` file in the repository's root is read too, and the
environment wins over it. Without any, \`pnpm start\` works on a laptop.

*Local* means that the host of \`PUBLIC_URL\` and \`HOST\` are both loopback. Anywhere else a strong
\`SECRET_KEY\` and an https \`PUBLIC_URL\` are required.

This page is printed from the schema: \`node apps/api/src/config-reference.ts\`.

| Variable | Default | Meaning |
|---|---|---|
${rows.join('\n')}
`
}

function printExample(): string {
  const entries = VARIABLES.map(
    ([name, { fallback, meaning }]) => `# ${meaning}\n# Default: ${fallback}\n# ${name}=\n`,
  )
  return `# Printed from the config schema (see docs/CONFIGURATION.md). Copy to .env and set what you need.\n\n${entries.join('\n')}`
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(printConfigReference())) {
    writeFileSync(join(ROOT, path), text)
  }
}
