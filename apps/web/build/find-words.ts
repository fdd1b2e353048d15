import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A place where code is loaded when it is needed. */
export type Site = {
  readonly file: URL
  /** The module that is loaded. */
  readonly target: URL
  /** The namespaces that `withWords` is told; none where the `import()` stands alone. */
  readonly told: readonly string[]
}

type Source = { uses: Set<string>; imports: URL[]; sites: Site[] }
type Node = { type: string; [key: string]: unknown }
type Text = { value?: unknown; cooked?: string | null }

const known = new Map<string, Source>()

/**
 * The namespaces of the catalogue that a module and all that it imports (not: loads later) use, by
 * the arguments of `useTranslations` and `createTranslator`; without one, by the keys in the file.
 */
export function neededWords(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return new Set()
  seen.add(file.href)
  const { uses, imports } = readSource(file)
  return new Set([...uses, ...imports.flatMap((next) => [...neededWords(next, seen)])])
}

/** Where a file loads code when it is needed. */
export const sitesIn = (file: URL): readonly Site[] => readSource(file).sites

function readSource(file: URL): Source {
  const before = known.get(file.href)
  if (before !== undefined) return before
  const source: Source = { uses: new Set(), imports: [], sites: [] }
  known.set(file.href, source)
  const keys = new Set<string>()
  let anyKey = false
  const visit = (value: unknown, told: readonly string[]): void => {
    if (Array.isArray(value)) return value.forEach((part) => visit(part, told))
    if (typeof value !== 'object' || value === null) return
    const node = value as Node
    const callee = (node['callee'] as { name?: string } | undefined)?.name
    const args = node['arguments'] as Node[] | undefined
    if (callee === 'withWords') {
      const names = (args?.[0]?.['elements'] ?? []) as Text[]
      return visit(
        args?.[1],
        names.map((name) => String(name.value)),
      )
    }
    if (callee === 'createTranslator') {
      const options = (args?.[0]?.['properties'] ?? []) as Node[]
      const named = options.find(
        ({ key }) => (key as { name?: string } | undefined)?.name === 'namespace',
      )
      const namespace = firstPart(named?.['value'] as Node | undefined)
      if (namespace !== undefined) source.uses.add(namespace)
    }
    if (callee === 'useTranslations') {
      const namespace = firstPart(args?.[0])
      if (namespace === undefined) anyKey = true
      else source.uses.add(namespace)
    }
    const from = modulePath(node)
    if (from?.startsWith('.') && /\.tsx?$/.test(from)) {
      const target = new URL(from, file)
      if (node.type === 'ImportExpression') source.sites.push({ file, target, told })
      else source.imports.push(target)
    }
    const key = firstPart(node)
    if (key !== undefined) keys.add(key)
    Object.values(node).forEach((part) => visit(part, told))
  }
  visit(parseSync(file.pathname, readFileSync(file, 'utf8')).program, [])
  if (anyKey) for (const key of keys) source.uses.add(key)
  return source
}

/** What a text has before its first dot: the namespace, if it is a key. */
function firstPart(node: Node | undefined): string | undefined {
  const text =
    node?.type === 'Literal'
      ? node['value']
      : node?.type === 'TemplateLiteral'
        ? (node['quasis'] as { value: Text }[])[0]?.value.cooked
        : undefined
  return typeof text === 'string' ? /^[a-zA-Z]+(?=\.|$)/.exec(text)?.[0] : undefined
}

function modulePath(node: Node): string | undefined {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return undefined
  const { value } = (node['source'] ?? {}) as Text
  return typeof value === 'string' ? value : undefined
}
