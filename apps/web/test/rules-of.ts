import type { AnySchema } from '@wheelhouse/shared-types'
import type * as z from 'zod/mini'

/** A rule of a schema: the field's place, and the code of its refusal with the limit, if it has one. */
export type Rule = {
  readonly field: string
  /** Undefined for a check of a schema's own, whose codes only its author knows. */
  readonly rule: string | undefined
}

type Check = { check?: string; minimum?: number; maximum?: number; params?: { code?: string } }
type Definition = {
  type: string
  innerType?: z.core.$ZodType
  shape?: Record<string, z.core.$ZodType>
  options?: readonly z.core.$ZodType[]
  element?: z.core.$ZodType
  format?: string
  checks?: readonly { _zod: { def: Check } }[]
}

/**
 * Every rule of the body of an operation by which a value of the right kind can be refused. What
 * a list's entries must be stands at the list, where a form shows it.
 */
export function rulesOf(schema: AnySchema): Rule[] {
  const all = walk(schema, '')
  const known = new Set<string>()
  return all.filter(({ field, rule }) => {
    const key = `${field} ${rule}`
    return !known.has(key) && known.add(key)
  })
}

function walk(schema: z.core.$ZodType, field: string): Rule[] {
  const def = schema._zod.def as Definition
  const own = (def.checks ?? []).flatMap(({ _zod }) => ofCheck(_zod.def, def.type, field))
  switch (def.type) {
    case 'default':
    case 'optional':
    case 'nullable':
      return walk(def.innerType!, field)
    case 'object': {
      const parts = Object.entries(def.shape!)
      const path = (name: string) => (field === '' ? name : `${field}.${name}`)
      return [...parts.flatMap(([name, part]) => walk(part, path(name))), ...own]
    }
    case 'union':
      return def.options!.flatMap((option) => walk(option, field))
    case 'array':
      return [...own, ...walk(def.element!, field)]
    case 'enum':
    case 'literal':
      return [{ field, rule: 'not_one_of' }]
    case 'string':
      return [...own, ...(def.format === undefined ? [] : [{ field, rule: 'invalid_format' }])]
    case 'boolean':
      return own
    default:
      throw new Error(`${field}: nobody has said what the rules of ${def.type} are`)
  }
}

function ofCheck(check: Check, type: string, field: string): Rule[] {
  const { minimum, maximum } = check
  const isList = type === 'array'
  switch (check.check) {
    case 'overwrite':
      return []
    case 'min_length':
      if (!isList && minimum === 1) return [{ field, rule: 'required' }]
      return [{ field, rule: `${isList ? 'too_few' : 'too_short'}:${minimum}` }]
    case 'max_length':
      return [{ field, rule: `${isList ? 'too_many' : 'too_long'}:${maximum}` }]
    default:
      return [{ field, rule: check.params?.code }]
  }
}
