import { globSync, readFileSync } from 'node:fs'
import { parseSync, type Plugin } from 'vite'

const CONTRACT = /\/packages\/shared-types\/src\/[^?]+\.ts$/
const OPERATIONS = '?operations'
const SPREAD = '...'
/** The parts of an operation that are schemas. */
const SCHEMAS = new Set(['params', 'query', 'body', 'response'])

type Node = { type: string; start: number; end: number; [key: string]: unknown }
type Declarator = { id: { name: string }; init: Node | null }
type Property = { name: string; value: Node | undefined; start: number; end: number }
type Edit = { start: number; end: number; text: string }

/**
 * Leaves out of a production build what the app does not use of the contract. Its values are marked
 * as free of side effects, so that only those that are used are shipped. An operation loses its
 * schemas, but for a body that a form asks for (`addEmail.body`), and goes into a module without
 * zod: who calls it does not load what only the server reads.
 */
export function leanContract(): Plugin {
  const bodies = bodiesRead()
  return {
    name: 'wheelhouse-lean-contract',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) =>
      CONTRACT.test(id) ? { code: leanModule(id, code, bodies).rest, map: null } : null,
    load(id) {
      if (!id.endsWith(OPERATIONS)) return null
      const file = id.slice(0, -OPERATIONS.length)
      const { operations } = leanModule(file, readFileSync(file, 'utf8'), bodies)
      return { code: operations, moduleType: 'ts' }
    },
  }
}

/** The operations whose body's schema the app reads, by the text of its files. */
function bodiesRead(): Set<string> {
  const source = new URL('../src/', import.meta.url).pathname
  return new Set(
    globSync('**/*.{ts,tsx}', { cwd: source, exclude: ['**/*.test.{ts,tsx}'] }).flatMap((file) =>
      [...readFileSync(source + file, 'utf8').matchAll(/\b(\w+)\.body\b/g)].map(
        ([, name]) => name ?? '',
      ),
    ),
  )
}

/**
 * A module of the contract as two: its operations without any schema, and the rest, which exports
 * them too. Of those named in `bodies` the body's schema stays.
 */
export function leanModule(
  file: string,
  code: string,
  bodies: ReadonlySet<string>,
): { rest: string; operations: string } {
  const edits: Edit[] = []
  const operations: string[] = []
  /** Objects of plain values, by name: operations that spread one take it along. */
  const shared = new Map<string, Node>()
  for (const statement of parseSync(file, code).program.body as unknown as Node[]) {
    const declaration = (statement['declaration'] ?? statement) as Node
    if (declaration.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration['declarations'] as Declarator[]) {
      const object = init?.type === 'TSAsExpression' ? (init['expression'] as Node) : init
      if (object !== null && isPlain(object)) shared.set(id.name, object)
      if (init === null || isFunction(init) || !code.slice(init.start, init.end).includes('(')) {
        continue
      }
      const definition = propertiesOf(init, shared)
      const dropped = definition.filter(
        ({ name }) => SCHEMAS.has(name) && !(name === 'body' && bodies.has(id.name)),
      )
      const kept = definition.filter((property) => !dropped.includes(property))
      const lean = [
        { start: init.start, end: init.start, text: '/* @__PURE__ */ (() => (' },
        ...definition.flatMap((property) => {
          const { name, start, end, value } = property
          if (dropped.includes(property)) return [{ start, end, text: `${name}: {}` }]
          if (name !== SPREAD || value === undefined) return []
          return [{ start, end, text: `...${code.slice(value.start, value.end)}` }]
        }),
        { start: init.end, end: init.end, text: '))()' },
      ]
      if (definition.length > 0 && kept.every(({ value }) => isPlain(value))) {
        operations.push(edit(code, lean, statement))
        edits.push({ start: statement.start, end: statement.end, text: '' })
      } else {
        edits.push(...lean)
      }
    }
  }
  const rest = edit(code, edits)
  if (operations.length === 0) return { rest, operations: '' }
  const name = file.slice(file.lastIndexOf('/') + 1)
  return {
    rest: `${rest}\nexport * from './${name}${OPERATIONS}'\n`,
    operations: ["import { endpoint } from './endpoint.ts'", ...operations, ''].join('\n'),
  }
}

/** Makes the edits, which are in order, in a part of a text. */
function edit(
  code: string,
  edits: readonly Edit[],
  { start, end } = { start: 0, end: code.length },
): string {
  let at = start
  let text = ''
  for (const change of edits) {
    text += code.slice(at, change.start) + change.text
    at = change.end
  }
  return text + code.slice(at, end)
}

const isFunction = ({ type }: Node): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression'

/** Whether a value needs nothing of the module that it stands in. */
const isPlain = (value: Node | undefined): boolean =>
  value?.type === 'Literal' ||
  (value?.type === 'ObjectExpression' &&
    (value['properties'] as Node[]).every((property) => isPlain(property['value'] as Node))) ||
  (value?.type === 'ArrayExpression' && (value['elements'] as Node[]).every(isPlain))

/** What the definition of an operation consists of; nothing for any other value. */
function propertiesOf(init: Node, shared: ReadonlyMap<string, Node>): Property[] {
  const callee = init['callee'] as { name?: string } | undefined
  if (callee?.name !== 'endpoint') return []
  const [definition] = init['arguments'] as Node[]
  return ((definition?.['properties'] ?? []) as Node[]).map(({ start, end, ...property }) => {
    const { name = '' } = (property['key'] ?? property['argument'] ?? {}) as { name?: string }
    if (property.type === 'SpreadElement')
      return { name: SPREAD, value: shared.get(name), start, end }
    return { name, value: property['value'] as Node | undefined, start, end }
  })
}
