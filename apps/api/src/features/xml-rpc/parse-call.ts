import { Parser } from 'htmlparser2'
import { FAULTS, XmlRpcFault } from './xml-rpc-fault.ts'

/** What a caller can send; kinds that no method takes are read and kept as such. */
export type XmlRpcValue = string | number | boolean | readonly XmlRpcValue[] | OtherValue
export type OtherValue = { readonly kind: 'other' }

export type XmlRpcCall = { readonly method: string; readonly params: readonly XmlRpcValue[] }

const MOST_ELEMENTS = 5_000
const MOST_DEPTH = 20

const SCALARS = new Set([
  'string',
  'int',
  'i4',
  'i8',
  'boolean',
  'double',
  'dateTime.iso8601',
  'base64',
  'nil',
])
/** Which elements stand in which. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['methodCall'],
  methodCall: ['methodName', 'params'],
  params: ['param'],
  param: ['value'],
  value: [...SCALARS, 'array', 'struct'],
  array: ['data'],
  data: ['value'],
  struct: ['member'],
  member: ['name', 'value'],
}
const HOLDS_TEXT = new Set([...SCALARS, 'methodName', 'name', 'value'])

type Frame = { readonly tag: string; text: string; readonly values: XmlRpcValue[]; typed: boolean }

/**
 * Reads a `methodCall`. The parser knows the five entities of XML and numbers only; a document type,
 * an element out of place or left open is refused, so nothing is expanded and nothing guessed.
 * @throws XmlRpcFault
 */
export function parseCall(xml: string): XmlRpcCall {
  const root: Frame = { tag: '', text: '', values: [], typed: false }
  const stack: Frame[] = [root]
  let method: string | undefined
  let elements = 0
  const top = () => stack.at(-1)!

  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) refuse('a document type is not taken')
      },
      onopentag: (tag) => {
        elements += 1
        const allowed = CHILDREN[top().tag] ?? []
        if (!allowed.includes(tag)) refuse('an element is out of place')
        if (elements > MOST_ELEMENTS || stack.length > MOST_DEPTH) refuse('it is too large')
        stack.push({ tag, text: '', values: [], typed: false })
      },
      ontext: (text) => {
        const frame = top()
        if (HOLDS_TEXT.has(frame.tag)) frame.text += text
        else if (text.trim() !== '') refuse('text is out of place')
      },
      onclosetag: (_tag, isImplied) => {
        // An empty element closes itself, which the parser calls implied too.
        const { startIndex, endIndex } = parser
        const isEmpty = xml[endIndex - 1] === '/' && xml[startIndex + 1] !== '/'
        if (isImplied && !isEmpty) refuse('an element is left open')
        const frame = stack.pop()!
        const parent = top()
        if (frame.tag === 'methodName') {
          if (method !== undefined) refuse('it names two methods')
          method = frame.text.trim()
        } else if (frame.tag !== 'name') {
          close(frame, parent)
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(xml)
  parser.end()
  if (method === undefined || !/^[A-Za-z0-9_.:/]{1,100}$/.test(method)) {
    refuse('it names no method')
  }
  return { method, params: root.values }
}

/** Hands what an element holds to the one around it. */
function close(frame: Frame, parent: Frame): void {
  if (SCALARS.has(frame.tag)) {
    parent.typed = true
    parent.values.push(toScalar(frame.tag, frame.text))
    return
  }
  switch (frame.tag) {
    case 'value': {
      if (!frame.typed) parent.values.push(frame.text)
      else if (frame.values.length === 1 && frame.text.trim() === '')
        parent.values.push(frame.values[0]!)
      else refuse('a value is not one value')
      return
    }
    case 'array':
      parent.typed = true
      parent.values.push(frame.values)
      return
    case 'struct':
      parent.typed = true
      parent.values.push({ kind: 'other' })
      return
    case 'member':
      return
    default:
      parent.values.push(...frame.values)
  }
}

function toScalar(tag: string, text: string): XmlRpcValue {
  const trimmed = text.trim()
  switch (tag) {
    case 'string':
      return text
    case 'int':
    case 'i4':
    case 'i8':
      if (!/^[+-]?\d{1,15}$/.test(trimmed)) refuse('a number is none')
      return Number(trimmed)
    case 'boolean':
      if (trimmed !== '0' && trimmed !== '1') refuse('a boolean is none')
      return trimmed === '1'
    default:
      return { kind: 'other' }
  }
}

function refuse(why: string): never {
  throw new XmlRpcFault(FAULTS.notWellFormed, `parse error; the request is not a call: ${why}`)
}
