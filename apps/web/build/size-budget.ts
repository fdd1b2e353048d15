import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

/**
 * kB of gzip that a screen's first view may load: shell, screen and all that they import. Of the
 * shell, 112 are React, its router and the query cache; zod (mini) is 11, the words 19.
 */
const BUDGETS: readonly { screen: RegExp; js: number }[] = [
  { screen: /^main$/, js: 167 },
  { screen: /^(projects|project\.settings.*|account\.tokens.*)$/, js: 196 },
  { screen: /^(home|search|project(\..*)?)$/, js: 175 },
  { screen: /^account\.(?!password|profile)|^manage/, js: 212 },
  { screen: /./, js: 193 },
]
const CSS_BUDGET = 20

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

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
        const chunks = Object.values(bundle).filter((part): part is Chunk => part.type === 'chunk')
        const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
        const gzip = new Map<string, number>()
        const sizeOf = (name: string): number => {
          const known = gzip.get(name)
          if (known !== undefined) return known
          const part = bundle[name]
          const text = part === undefined ? '' : part.type === 'chunk' ? part.code : part.source
          const size = gzipSync(text).length
          gzip.set(name, size)
          return size
        }
        const reach = (chunk: Chunk, seen: Set<Chunk>): Set<Chunk> => {
          if (seen.has(chunk)) return seen
          seen.add(chunk)
          for (const name of chunk.imports) {
            const next = byName.get(name)
            if (next !== undefined) reach(next, seen)
          }
          return seen
        }
        const entry = chunks.find((chunk) => chunk.isEntry)
        if (entry === undefined) return
        const screens = chunks.filter(({ facadeModuleId }) =>
          facadeModuleId?.endsWith('/route.tsx'),
        )
        const over: string[] = []
        const lines = [entry, ...screens].map((screen) => {
          const name = screen === entry ? 'main' : (screen.facadeModuleId?.split('/').at(-2) ?? '')
          const loaded = reach(screen, reach(entry, new Set()))
          const styles = new Set(
            [...loaded].flatMap((part) => [...(part.viteMetadata?.importedCss ?? [])]),
          )
          const total = (names: Iterable<string>) =>
            [...names].reduce((sum, file) => sum + sizeOf(file), 0)
          const js = kilobytes(total([...loaded].map(({ fileName }) => fileName)))
          const css = kilobytes(total(styles))
          const budget = BUDGETS.find(({ screen: named }) => named.test(name))?.js ?? 0
          if (js > budget) over.push(`${name}: ${js} kB of scripts, ${budget} allowed`)
          if (css > CSS_BUDGET) over.push(`${name}: ${css} kB of styles, ${CSS_BUDGET} allowed`)
          return `  ${name.padEnd(20)} ${String(js).padStart(6)} kB js ${String(css).padStart(5)} kB css`
        })
        this.info(`first view, gzip:\n${lines.toSorted().join('\n')}`)
        if (over.length > 0) this.error(`too much to load:\n${over.join('\n')}`)
      },
    },
  }
}
