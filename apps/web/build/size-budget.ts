import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { chunksOf, findEntry, firstLoads, type Chunk } from './first-loads.ts'

/**
 * kB of gzip that a screen's first view may load: shell, screen, its words and all that they
 * import. Of the shell, 105 are React, its router and the query cache.
 */
const BUDGETS: readonly { screen: RegExp; js: number }[] = [
  { screen: /^main$/, js: 125 },
  { screen: /^(home|search)$/, js: 155 },
  { screen: /^project(\..*)?$/, js: 160 },
  { screen: /^(account|projects$|manage\.|upload$)/, js: 185 },
  // Forms that somebody meets who has no account yet: sign in, register, reset, verify.
  { screen: /./, js: 155 },
]
/** All of them: there is one sheet, for a dozen small ones come later than it does. */
const CSS_BUDGET = 20
const ZOD = /\/node_modules\/zod\//

/** kB of scripts that a screen, by the name of its folder in `routes`, may load before it can be used. */
export const budgetOf = (screen: string): number =>
  BUDGETS.find((named) => named.screen.test(screen))?.js ?? 0

/** Screens that stand in the frame of another one, which is loaded with them. */
const FRAMES: readonly { screen: RegExp; frame: string }[] = [
  { screen: /^project\./, frame: 'project' },
  { screen: /^(account\.|projects$|manage\.|upload$)/, frame: 'account' },
]

const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10

/**
 * Prints what each screen loads before it can be used, and fails the build where that is more
 * than its budget. What is loaded later (workers, dialogs behind a press) does not count.
 */
export function sizeBudget(): Plugin {
  return {
    name: 'wheelhouse-size-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = chunksOf(bundle)
        const total = sizes(bundle)
        const loadedWith = firstLoads(chunks)
        const screens = new Map(chunks.flatMap((chunk) => namedScreen(chunk)))
        const over: string[] = []
        const lines = [...screens, ['main', findEntry(chunks)] as const].map(([name, screen]) => {
          const frame = FRAMES.find((framed) => framed.screen.test(name))?.frame ?? ''
          const loaded = loadedWith(screen, screens.get(frame))
          const js = kilobytes(total([...loaded].map(({ fileName }) => fileName)))
          const budget = budgetOf(name)
          if (js > budget) over.push(`${name}: ${js} kB of scripts, ${budget} allowed`)
          if ([...loaded].some(({ moduleIds }) => moduleIds.some((id) => ZOD.test(id)))) {
            over.push(`${name}: zod, which is to come after a form (a schema that is imported)`)
          }
          return `  ${name.padEnd(24)} ${String(js).padStart(6)} kB`
        })
        const css = kilobytes(total(Object.keys(bundle).filter((file) => file.endsWith('.css'))))
        if (css > CSS_BUDGET) over.push(`${css} kB of styles, ${CSS_BUDGET} allowed`)
        this.info(`first view, gzip:\n${lines.toSorted().join('\n')}\n  styles of all: ${css} kB`)
        if (over.length > 0) this.error(`too much to load:\n${over.join('\n')}`)
      },
    },
  }
}

function namedScreen(chunk: Chunk): [string, Chunk][] {
  const name = /\/routes\/([^/]+)\/route\.tsx$/.exec(chunk.facadeModuleId ?? '')?.[1]
  return name === undefined ? [] : [[name, chunk]]
}

/** Sums the compressed sizes of files, each once. */
function sizes(bundle: Rolldown.OutputBundle): (files: readonly string[]) => number {
  const known = new Map<string, number>()
  const sizeOf = (name: string): number => {
    const before = known.get(name)
    if (before !== undefined) return before
    const part = bundle[name]
    const text = part === undefined ? '' : part.type === 'chunk' ? part.code : part.source
    const size = gzipSync(text).length
    known.set(name, size)
    return size
  }
  return (files) => [...new Set(files)].reduce((sum, file) => sum + sizeOf(file), 0)
}
