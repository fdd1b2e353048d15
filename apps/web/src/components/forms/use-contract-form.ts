import { useQueryClient } from '@tanstack/react-query'
import type { AnySchema, FieldError, FieldErrorCode, ProblemCode } from '@wheelhouse/shared-types'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useForm, type DefaultValues, type FieldValues, type UseFormReturn } from 'react-hook-form'
import { useLocale } from 'use-intl'
import type * as z from 'zod/mini'
import { toUiError, type UiError } from '../../api/ui-error.ts'
import { noticeSessionEnd } from '../../features/session/session-end.ts'
import type { Locale } from '../../messages/locale.ts'
import { withWords } from '../../messages/words.ts'
import { fieldName } from './field-name.ts'
import type { FieldWords } from './field-words.ts'

/** A rule that the schema cannot hold: resolves to the code of a refusal. */
export type FieldCheck = () => Promise<FieldErrorCode | undefined>

export type ContractFormOptions<S extends AnySchema> = {
  /**
   * How the schema of the body, or of a part of it, is fetched; the same function at every render.
   * It happens when the form is on the screen: nobody waits for zod to see a form.
   */
  schema: () => Promise<S>
  defaultValues: z.input<S>
  /** Sends the form; what it throws is shown, with every value kept. */
  submit: (values: z.output<S>) => Promise<void>
  /** Problems of the whole request that belong to one field. */
  problemFields?: Partial<Record<ProblemCode, string>>
}

export type ContractForm = {
  form: UseFormReturn<FieldValues>
  onSubmit: (event?: { preventDefault(): void }) => Promise<void>
  pending: boolean
  /** The refusal that belongs to no field. */
  failure: UiError | undefined
  /** Counts refused submits: the error summary takes the focus whenever it grows. */
  refusals: number
  /** Labels and checks by field name, filled in by the fields themselves. */
  fields: Map<string, { label: string; id: string; check?: FieldCheck | undefined }>
  /** What is said of a refused field; undefined while the rules of the form are on their way. */
  words: (code: FieldErrorCode) => string | undefined
}

/**
 * A form over a schema of the contract. Fields are checked when they are left and, once refused,
 * at every change; a submit checks everything. A second submit while one is under way does
 * nothing. Hand the result to `Form`.
 */
export function useContractForm<S extends AnySchema>(
  options: ContractFormOptions<S>,
): ContractForm {
  const locale = useLocale()
  const client = useQueryClient()
  const { schema, submit, problemFields } = options
  const rules = useMemo(() => fetchOnce(() => fetchRules(schema, locale)), [schema, locale])
  useEffect(() => {
    // Asked again where it is needed, and what fails then is told.
    rules.fetch().catch(() => null)
  }, [rules])
  const form = useForm<FieldValues>({
    resolver: async (...checked) => {
      const { contractResolver, known, words } = await rules.fetch()
      return contractResolver(known, words)(...checked)
    },
    defaultValues: options.defaultValues as DefaultValues<FieldValues>,
    mode: 'onSubmit',
    // The fields decide when to check (see useField).
    reValidateMode: 'onSubmit',
    shouldFocusError: false,
  })
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<UiError>()
  const [refusals, setRefusals] = useState(0)
  const [fields] = useState<ContractForm['fields']>(() => new Map())
  const busy = useRef(false)

  const refuse = (name: string, code: FieldErrorCode | ProblemCode, message: string) =>
    form.setError(name, { type: code, message })

  async function allChecksPass(words: FieldWords): Promise<boolean> {
    const shape = form.trigger()
    const checks = [...fields].map(async ([name, { check }]) => ({ name, code: await check?.() }))
    let passes = await shape
    for (const { name, code } of await Promise.all(checks)) {
      if (code === undefined || form.getFieldState(name).error !== undefined) continue
      refuse(name, code, words(bare(code)))
      passes = false
    }
    return passes
  }

  function show(error: UiError): void {
    const words = rules.fetched()?.words ?? (({ detail }: FieldError) => detail)
    const known = error.errors.flatMap((one) => {
      const name = fieldName(one.pointer)
      // An entry of a list is refused at the list's field.
      const field = fields.has(name)
        ? name
        : [...fields.keys()].find((key) => name.startsWith(`${key}.`))
      return field === undefined ? [] : [{ field, one }]
    })
    for (const { field, one } of known) refuse(field, one.code, words(one))
    const owner =
      error.code in (problemFields ?? {}) ? problemFields?.[error.code as ProblemCode] : undefined
    if (owner !== undefined) refuse(owner, error.code as ProblemCode, '')
    // A refusal with no field to stand at must still be seen.
    if (owner === undefined && known.length === 0) setFailure(error)
  }

  async function onSubmit(event?: { preventDefault(): void }): Promise<void> {
    event?.preventDefault()
    if (busy.current) return
    busy.current = true
    setPending(true)
    setFailure(undefined)
    let accepted = false
    try {
      const { parse, known, words } = await rules.fetch()
      accepted = await allChecksPass(words)
      if (accepted) await submit(parse(known, form.getValues()))
    } catch (error) {
      accepted = false
      noticeSessionEnd(client, error)
      show(toUiError(error))
    } finally {
      busy.current = false
      setPending(false)
      if (!accepted) setRefusals((count) => count + 1)
    }
  }

  const words = (code: FieldErrorCode) => rules.fetched()?.words(bare(code))
  return { form, onSubmit, pending, failure, refusals, fields, words }
}

/** A refusal that is no answer of the server. */
const bare = (code: FieldErrorCode): FieldError => ({ pointer: '', code, detail: code })

/** With the words for what they refuse. */
const fetchResolver = withWords(['fields'], () => import('./contract-resolver.ts'))

async function fetchRules<S extends AnySchema>(schema: () => Promise<S>, locale: Locale) {
  const [{ contractResolver, fieldWords, parse }, known] = await Promise.all([
    fetchResolver(),
    schema(),
  ])
  return { contractResolver, parse, known, words: fieldWords(locale) }
}

/** `fetch`, but what came once is kept. */
function fetchOnce<Value>(fetch: () => Promise<Value>) {
  let value: Value | undefined
  let fetching: Promise<Value> | undefined
  return {
    fetch(): Promise<Value> {
      fetching ??= fetch().then(
        (fetched) => (value = fetched),
        (error: unknown) => {
          fetching = undefined
          throw error
        },
      )
      return fetching
    },
    /** What came by now. */
    fetched: () => value,
  }
}
