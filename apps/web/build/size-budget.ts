import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { neededWords } from './find-words.ts'

/**
 * kB of gzip that a screen's first view may load: shell, screen, its words and all that they
 * import. Of the shell, 105 are React, its router and the query cache.
 */
const BUDGETS: readonly { screen: RegExp; js: number }[] = [
  { screen: /^main$/, js: 125 },
  { screen: /^(home|search)$/, js: 155 },
  { screen: /^project(\..*)?$/, js: 160 },
  // Of all forms it has most fields and choices; what others are not asked is its alone.
  { screen: /^manage\.publishing$/, js: 191 },
  { screen: /^(account|projects$|manage\.|upload$)/, js: 185 },
  // Forms that somebody meets who has no account yet: sign in, register, reset, verify. Three above what
  // is wanted: the words of every refusal of a field (`fields`) come as one part.
  { screen: /./, js: 158.5 },
]
const CSS_BUDGET = 20
const MAIN = /\/apps\/web\/src\/main\.tsx$/

/** Screens that stand in the frame of another one, which is loaded with them. */
const FRAMES: readonly { screen: RegExp; frame: string }[] = [
  { screen: /^project\./, frame: 'project' },
  { screen: /^(account\.|projects$|manage\.|upload$)/, frame: 'account' },
]

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
        const entry = chunks.find(({ moduleIds }) => moduleIds.some((id) => MAIN.test(id)))
        if (entry === undefined) return this.error('no chunk has src/main.tsx')
        const total = sizes(bundle)
        const loadedWith = firstLoads(chunks, entry)
        const screens = new Map(chunks.flatMap((chunk) => namedScreen(chunk)))
        const over: string[] = []
        const lines = [...screens, ['main', entry] as const].map(([name, screen]) => {
          const frame = FRAMES.find((framed) => framed.screen.test(name))?.frame ?? ''
          const loaded = loadedWith(screen, screens.get(frame))
          const styles = [...loaded].flatMap((part) => [...(part.viteMetadata?.importedCss ?? [])])
          const js = kilobytes(total([...loaded].map(({ fileName }) => fileName)))
          const css = kilobytes(total(styles))
          const budget = BUDGETS.find((named) => named.screen.test(name))?.js ?? 0
          if (js > budget) over.push(`${name}: ${js} kB of scripts, ${budget} allowed`)
          if (css > CSS_BUDGET) over.push(`${name}: ${css} kB of styles, ${CSS_BUDGET} allowed`)
          return `  ${name.padEnd(24)} ${String(js).padStart(6)} kB js ${String(css).padStart(5)} kB css`
        })
        this.info(`first view, gzip:\n${lines.toSorted().join('\n')}`)
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

/** What is loaded with a screen: the entry, its frame, their words, and all that these import. */
function firstLoads(chunks: readonly Chunk[], entry: Chunk) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const ofWords = new Map(
    chunks.flatMap((chunk) =>
      Object.entries(chunk.modules)
        .filter(([id]) => id.includes('/src/messages/en/'))
        .flatMap(([, { renderedExports }]) =>
          renderedExports.map((name) => [name, chunk] as const),
        ),
    ),
  )
  const reach = (chunk: Chunk | undefined, seen: Set<Chunk>): void => {
    if (chunk === undefined || seen.has(chunk)) return
    seen.add(chunk)
    for (const name of chunk.imports) reach(byName.get(name), seen)
  }
  return (...screens: readonly (Chunk | undefined)[]): ReadonlySet<Chunk> => {
    const seen = new Set<Chunk>()
    for (const part of [entry, ...screens]) {
      reach(part, seen)
      const source = part?.facadeModuleId
      if (part === entry || source == null) continue
      for (const name of neededWords(pathToFileURL(source))) reach(ofWords.get(name), seen)
    }
    return seen
  }
}
