import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A screen as the router's table has it: its address, and its module and those of its frames. */
export type TableRow = { readonly path: string; readonly modules: readonly string[] }

const ROUTER = new URL('../src/router.tsx', import.meta.url)

type Node = { type: string; [key: string]: unknown }

/**
 * The table of `src/router.tsx`, read from its text. Addresses are in the router's form
 * (`/project/:project/:version?`), the most precise of those that one address fits first.
 */
export function readScreenTable(): TableRow[] {
  const { body } = parseSync(ROUTER.pathname, readFileSync(ROUTER, 'utf8')).program
  const table = (body as unknown as Node[])
    .flatMap(({ declaration }) => declaration as Node | undefined)
    .flatMap((node) => (node?.['declarations'] ?? []) as { id: Node; init: Node }[])
    .find(({ id }) => id['name'] === 'routes')
  if (table === undefined) throw new Error('src/router.tsx exports no routes')
  return rowsOf(table.init, { path: '', modules: [] }).toSorted(
    (a, b) => literals(b.path) - literals(a.path),
  )
}

const literals = (path: string): number =>
  path.split('/').filter((part) => part !== '' && !part.startsWith(':')).length

function rowsOf(routes: Node, frame: TableRow): TableRow[] {
  return (routes['elements'] as Node[]).flatMap((route) => {
    const parts = new Map(
      (route['properties'] as { key: { name: string }; value: Node }[]).map(({ key, value }) => [
        key.name,
        value,
      ]),
    )
    const path = parts.get('path')?.['value'] as string | undefined
    if (path === '*') return []
    const module = loadedModule(parts.get('lazy'))
    const row = {
      path: path === undefined ? frame.path : `${frame.path}/${path}`,
      modules: module === undefined ? frame.modules : [...frame.modules, module],
    }
    const children = parts.get('children')
    return children === undefined ? [{ ...row, path: row.path || '/' }] : rowsOf(children, row)
  })
}

/** The file of the `import()` that stands in a route's `lazy`. */
function loadedModule(lazy: Node | undefined): string | undefined {
  if (lazy === undefined) return undefined
  const [, load] = lazy['arguments'] as [Node, { body: { source: { value: string } } }]
  return new URL(load.body.source.value, ROUTER).pathname
}
