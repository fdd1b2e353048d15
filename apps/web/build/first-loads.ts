import { pathToFileURL } from 'node:url'
import type { Rolldown } from 'vite'
import { neededWords } from './find-words.ts'

export type Chunk = Rolldown.OutputChunk

const MAIN = /\/apps\/web\/src\/main\.tsx$/

export const chunksOf = (bundle: Rolldown.OutputBundle): Chunk[] =>
  Object.values(bundle).filter((part): part is Chunk => part.type === 'chunk')

/** The chunk that every screen begins with. */
export function findEntry(chunks: readonly Chunk[]): Chunk {
  const entry = chunks.find(({ moduleIds }) => moduleIds.some((id) => MAIN.test(id)))
  if (entry === undefined) throw new Error('no chunk has src/main.tsx')
  return entry
}

/** What is loaded with screens: the entry, their words, and all that these import. */
export function firstLoads(chunks: readonly Chunk[]) {
  const entry = findEntry(chunks)
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
