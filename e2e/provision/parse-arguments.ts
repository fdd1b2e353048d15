import { parseArgs } from 'node:util'

/** The kinds in the order they run; `jest` stands for every jest project that has no kind of its own. */
export const kinds = [
  'types',
  'lint',
  'format',
  'jest',
  'clients',
  'faults',
  'contract',
  'browser',
] as const

export type Kind = (typeof kinds)[number]

export type TestArguments = {
  /** System packages may be installed (as root). */
  install: boolean
  /** The kinds to run; all of them unless `--only` names some. */
  only: ReadonlySet<Kind>
}

export const usage = `Usage: pnpm test [--install] [--only kind[,kind]]

  --install   as root, install missing Debian packages (CI=true does the same)
  --only      ${kinds.join(', ')}

  SKIP_BROWSER=1, SKIP_CLIENTS=1 and SKIP_POSTGRES=1 leave out what cannot be had.`

/** Reads the command line. Throws an Error with the usage as its message for anything unknown. */
export function parseArguments(parameters: readonly string[]): TestArguments {
  let values: { install?: boolean; only?: string[] }
  try {
    ;({ values } = parseArgs({
      // pnpm passes a `--` of its own caller on to the script.
      args: parameters.filter((parameter) => parameter !== '--'),
      options: { install: { type: 'boolean' }, only: { type: 'string', multiple: true } },
    }))
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
  const named = (values.only ?? []).flatMap((list) => list.split(',')).filter((name) => name !== '')
  const unknown = named.find((name) => !isKind(name))
  if (unknown !== undefined) throw new Error(`There is no kind "${unknown}".\n\n${usage}`)
  return {
    install: values.install ?? false,
    only: new Set(named.length > 0 ? named.filter(isKind) : kinds),
  }
}

function isKind(name: string): name is Kind {
  return (kinds as readonly string[]).includes(name)
}
