import path from 'node:path'

/** Hard limit of lines in a source file; 300 already needs a reason. */
export const mostLines = 500

const source = new Set(['.ts', '.tsx', '.js', '.mjs', '.css'])

/** Folders whose programs speak to a terminal. */
const speakers = [
  'apps/api/src/cli/',
  'apps/api/src/start/',
  'apps/web/build/',
  'bench/',
  'e2e/provision/',
  'prisma/',
]

/**
 * Home and working folders of a person's or a build machine, which mean nothing to others. The home
 * folders inside Pyodide and the official Node image are the same everywhere.
 */
const machinePath =
  /(?:^|[^\w./-])\/(?:home\/(?!pyodide\b|node\b)|root\/|Users\/|work\/|workspaces?\/)\w/

/** What is wrong with one tracked text file, as sentences with line numbers; empty if nothing is. */
export function findFaults(file: string, text: string): string[] {
  const lines = text.split('\n')
  const faults: string[] = []
  const isSource = source.has(path.extname(file))
  if (isSource && lines.length - 1 > mostLines) {
    faults.push(`${file}: ${lines.length - 1} lines, at most ${mostLines} are allowed`)
  }
  const maySpeak = speakers.some((folder) => file.startsWith(folder))
  for (const [index, line] of lines.entries()) {
    if (isSource && !maySpeak && line.includes('console.' + 'log(')) {
      faults.push(`${file}:${index + 1}: a left-over console.log`)
    }
    // Only the beginning of a very long line is looked at: those are data.
    if (machinePath.test(line.slice(0, 2000))) {
      faults.push(`${file}:${index + 1}: a path of one machine`)
    }
  }
  return faults
}

/** The commands that the README has to name. */
export function missingCommands(readme: string): string[] {
  return ['npx -y pnpm@12 start', 'npx -y pnpm@12 test'].filter(
    (command) => !readme.includes(command),
  )
}
