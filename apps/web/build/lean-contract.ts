import { parseSync, type Plugin } from 'vite'

const CONTRACT = /\/packages\/shared-types\/src\/[^?]+\.ts$/
const OPERATION = '?operation='
const VALUES = '?values'

type Node = { type: string; start: number; end: number; [key: string]: unknown }
type Declarator = { id: { name: string }; init: Node | null }
type Edit = { start: number; end: number; text: string }
type Exports = Readonly<Record<string, unknown>>

/**
 * Leaves out of a production build what the app does not use of the contract. Its values are marked
 * as free of side effects, so that only those that are used are shipped. What needs no zod comes
 * from modules of its own: an operation is what a caller needs of it, and a screen loads those that
 * it calls; so are limits and lists of choices. What a form is checked by is fetched after the form.
 */
export function leanContract(): Plugin {
  return {
    name: 'wheelhouse-lean-contract',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      if (!CONTRACT.test(id)) return null
      return { code: leanModule(id, code, await exportsOf(id)), map: null }
    },
    async load(id) {
      const [file = '', name] = id.split(OPERATION)
      if (name !== undefined) return leanOperation(name, (await exportsOf(file))[name])
      if (id.endsWith(VALUES)) return leanValues(await exportsOf(id.slice(0, -VALUES.length)))
      return null
    },
  }
}

const exportsOf = (file: string): Promise<Exports> => import(file) as Promise<Exports>

/** A module of the contract that exports its operations and its plain values from modules of their own. */
export function leanModule(file: string, code: string, exported: Exports): string {
  const edits: Edit[] = []
  const operations: string[] = []
  const values: string[] = []
  for (const statement of parseSync(file, code).program.body as unknown as Node[]) {
    const declaration = (statement['declaration'] ?? statement) as Node
    if (declaration.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration['declarations'] as Declarator[]) {
      const value = statement === declaration ? undefined : exported[id.name]
      if (isOperation(value) || isData(value)) {
        if (isOperation(value)) operations.push(id.name)
        else values.push(id.name)
        edits.push({ start: statement.start, end: statement.end, text: '' })
      } else if (mayCall(init, code)) {
        edits.push(
          { start: init.start, end: init.start, text: '/* @__PURE__ */ (() => (' },
          { start: init.end, end: init.end, text: '))()' },
        )
      }
    }
  }
  const own = `./${file.slice(file.lastIndexOf('/') + 1)}`
  const names = values.join(', ')
  return [
    edit(code, edits),
    ...operations.map((name) => `export { ${name} } from '${own}${OPERATION}${name}'`),
    // The schemas of the module may need them.
    ...(names === '' ? [] : [`import { ${names} } from '${own}${VALUES}'`, `export { ${names} }`]),
  ].join('\n')
}

/**
 * The module of one operation: its name and address, and whether there is an answer to be read.
 * @throws TypeError for what is no operation.
 */
export function leanOperation(name: string, operation: unknown): string {
  if (!isOperation(operation)) throw new TypeError(`${name} is no operation`)
  const { id, method, path, response } = operation
  const lean = { id, method, path, ...(response === undefined ? {} : { response: {} }) }
  return `export const ${name} = ${JSON.stringify(lean)}\n`
}

const leanValues = (exported: Exports): string =>
  Object.entries(exported)
    .filter(([, value]) => isData(value))
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`)
    .join('')

/** Makes the edits, which are in order. */
function edit(code: string, edits: readonly Edit[]): string {
  let at = 0
  let text = ''
  for (const change of edits) {
    text += code.slice(at, change.start) + change.text
    at = change.end
  }
  return text + code.slice(at)
}

type Operation = { id: string; method: string; path: string; response: unknown }

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'method', 'path', 'response'].every((name) => name in value)

/** Whether a value is all that its text in JSON says. */
function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
  }
  const { prototype } = Array.isArray(value) ? Array : Object
  return Object.getPrototypeOf(value) === prototype && Object.values(value).every(isData)
}

const mayCall = (init: Node | null, code: string): init is Node =>
  init !== null &&
  init.type !== 'ArrowFunctionExpression' &&
  init.type !== 'FunctionExpression' &&
  code.slice(init.start, init.end).includes('(')
