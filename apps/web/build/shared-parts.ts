import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Rolldown } from 'vite'
import { neededWords, sitesIn } from './find-words.ts'
import { readScreenTable } from './screen-table.ts'

type Graph = Rolldown.ChunkingContext

/** A module of one kind of screens is worth fetching with all of that kind from so many on, */
const MANY_OF_A_KIND = 4
/** and one of several kinds with every screen from so many on. */
const MANY = 15

const CATALOGUE = new URL('../src/messages/en/catalogue.ts', import.meta.url)
/** What may be put together with other modules; the contract and libraries stay where the bundler puts them. */
const OURS = /\/apps\/web\/src\//
/** Weighs twice what everything else in those files does: only for screens that have a form. */
const FORM_LIBRARY = /\/node_modules\/react-hook-form\//

/**
 * Names the file of a module with which many screens begin. Left to itself, the bundler makes a file
 * for each set of screens that share something: forty small ones for one screen, of which a browser
 * fetches six at a time.
 */
export function sharedParts(): Rolldown.CodeSplittingNameFunction {
  let screens: ReadonlyMap<string, ReadonlySet<string>> | undefined
  return (id, graph) => {
    screens ??= screensByModule(graph)
    const paths = [...(screens.get(id) ?? [])]
    const [kind, ...others] = new Set(paths.map(kindOf))
    if (kind === undefined) return null
    const shared = others.length === 0 ? kind : 'parts'
    if (paths.length < (shared === kind ? MANY_OF_A_KIND : MANY)) return null
    return [...importsOf(id, graph)].some((part) => FORM_LIBRARY.test(part))
      ? `${shared}-forms`
      : shared
  }
}

const kindOf = (path: string): string =>
  path.startsWith('/account')
    ? 'account'
    : /^\/(?:project\/|search|$)/.test(path)
      ? 'reading'
      : 'visitor'

/** The modules that screens import beside the screens themselves, with the addresses of these. */
function screensByModule(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const table = readScreenTable()
  const words = fileOfWords()
  const screens = new Map<string, Set<string>>()
  for (const { path, modules } of table) {
    const named = modules.flatMap((id) => [...neededWords(pathToFileURL(id))])
    const begins = [...modules, ...named.flatMap((name) => words.get(name) ?? [])]
    for (const id of begins.flatMap((begin) => [...importsOf(begin, graph)])) {
      screens.set(id, (screens.get(id) ?? new Set()).add(path))
    }
  }
  for (const id of table.flatMap(({ modules }) => modules)) screens.delete(id)
  return screens
}

/** A module and all that it imports; not what it loads later. */
function importsOf(id: string, graph: Graph, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(id) || !(OURS.test(id) || FORM_LIBRARY.test(id))) return seen
  seen.add(id)
  for (const next of graph.getModuleInfo(id)?.importedIds ?? []) importsOf(next, graph, seen)
  return seen
}

/** The file of each namespace of the catalogue. */
function fileOfWords(): ReadonlyMap<string, string> {
  return new Map(
    sitesIn(CATALOGUE).flatMap(({ target: { pathname } }) =>
      [...readFileSync(pathname, 'utf8').matchAll(/^export const (\w+)/gm)].map(
        ([, name = '']) => [name, pathname] as const,
      ),
    ),
  )
}
