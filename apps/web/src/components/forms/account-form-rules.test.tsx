import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { fillPath, type Problem } from '@wheelhouse/shared-types'
import { createTranslator } from 'use-intl/core'
import {
  ACCOUNT_FORMS,
  findControl,
  pasteInto,
  type AccountField,
  type AccountForm,
  type App,
} from '../../../test/account-forms.ts'
import type { Break } from '../../../test/broken-rules.ts'
import { db, requests, useMockApi } from '../../../test/render-app.tsx'
import { rulesOf } from '../../../test/rules-of.ts'
import { english } from '../../../test/english.ts'

useMockApi()

const source = new URL('../..', import.meta.url).pathname

const translate = createTranslator({ locale: 'en', messages: english }) as unknown as (
  key: string,
  values?: Record<string, number>,
) => string

/** `too_long:50` as its code, its limit, and what the catalogue says of both. */
function describeRule(rule: string) {
  const [code, limit] = rule.split(':') as [string, string?]
  const number = Number(limit)
  const words = translate(`fields.${code}`, { minimum: number, maximum: number })
  return { code, limit: limit === undefined ? undefined : number, words }
}

const fieldsOf = ({ before = [], fields }: AccountForm) => [...before, ...fields]
const isReachable = (breach: Break) => typeof breach === 'string' || !('unreachable' in breach)
const partsOf = (breach: Break) =>
  typeof breach === 'string' ? { typed: breach } : (breach as Exclude<Break, string> & object)

const control = findControl
/** Choices are refused as a group, with all of its boxes in it. */
const refusable = (element: HTMLInputElement) =>
  (/^(?:radio|checkbox)$/.test(element.type) ? element.closest('fieldset') : null) ?? element

async function rightOf({ right }: AccountField): Promise<string> {
  return typeof right === 'string' ? right : right()
}

/** What the form would send, with the defaults of its choices. */
async function rightBody({ rest = {}, fields }: AccountForm): Promise<object> {
  let body: object = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === 'function' ? (value as () => unknown)() : value,
    ]),
  )
  for (const field of fields) {
    body = withValue(body, field.name, field.posted ?? (await rightOf(field)))
  }
  return body
}

async function expectRefused(label: AccountField['label'], words: string): Promise<void> {
  const region = await screen.findByRole('region', { name: 'One thing needs another look' })
  await waitFor(() => expect(document.activeElement).toBe(region))
  expect(region.textContent).toContain(words)
  const element = await control(label)
  const group = refusable(element)
  const invalid = [element, group].map((one) => one.getAttribute('aria-invalid'))
  expect(invalid).toContain('true')
  const ids = (group.getAttribute('aria-describedby') ?? '').split(' ')
  const described = ids.map((id) => document.getElementById(id)?.textContent ?? '').join('\n')
  expect(described).toContain(words)
}

async function breakRule(app: App, field: AccountField, breach: Break): Promise<void> {
  const { typed, wait, act } = partsOf(breach) as Extract<Break, { typed?: string }>
  await act?.(app)
  if (typed !== undefined) await pasteInto(app, field.label, typed)
  if (wait !== undefined) {
    await app.user.tab()
    await screen.findAllByText(wait)
  }
}

async function mendRule(app: App, field: AccountField, breach: Break): Promise<void> {
  const { typed, mend } = partsOf(breach) as Extract<Break, { typed?: string }>
  await mend?.(app)
  if (typed !== undefined) await pasteInto(app, field.label, await rightOf(field))
  const element = await control(field.label)
  await waitFor(() => expect(refusable(element).getAttribute('aria-invalid')).toBeNull())
  expect(element.getAttribute('aria-invalid')).toBeNull()
}

/** A copy of the body with one value at `a.b`; of a list, in its first entry. */
function withValue(body: object, path: string, value: unknown): object {
  if (Array.isArray(body)) return [withValue(body[0] as object, path, value), ...body.slice(1)]
  const [name = '', ...rest] = path.split('.')
  const inner = (body as Record<string, unknown>)[name] as object
  return { ...body, [name]: rest.length === 0 ? value : withValue(inner, rest.join('.'), value) }
}

async function post({ operation, params = {} }: AccountForm, body: object): Promise<Problem> {
  const response = await fetch(location.origin + fillPath(operation.path, params), {
    method: operation.method,
    headers: { 'content-type': 'application/json', origin: location.origin },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Problem
}

describe('the matrix of account forms', () => {
  const known = globSync('{features,routes}/**/*.tsx', { cwd: source }).filter((file) =>
    readFileSync(source + file, 'utf8').includes('useContractForm({'),
  )

  test('has every form of the app', () => {
    const count = (file: string) =>
      readFileSync(source + file, 'utf8').split('useContractForm({').length - 1
    const inApp = known.flatMap((file) => Array.from({ length: count(file) }, () => file))
    expect(ACCOUNT_FORMS.map((form) => form.source).toSorted()).toEqual(inApp.toSorted())
  })

  test.each(known)('%s: has every refusal that the form shows at a field', (file) => {
    const text = readFileSync(source + file, 'utf8')
    const shown = [...text.matchAll(/problemFields: \{([^}]*)\}/g)].flatMap(([, inner = '']) =>
      [...inner.matchAll(/(\w+): '(\w+)'/g)].map(([, code, field]) => `${code} ${field}`),
    )
    const forms = ACCOUNT_FORMS.filter((form) => form.source === file)
    const listed = forms.flatMap(({ refusals = {} }) =>
      Object.entries(refusals).map(([code, field]) => `${code} ${field}`),
    )
    expect(listed.toSorted()).toEqual(shown.toSorted())
  })
})

/** A form in each of its shapes. */
const shapesOf = (form: AccountForm): AccountForm[] => [
  form,
  ...(form.shapes ?? []).map((shape) => ({ ...form, ...shape })),
]
const partOf = ({ operation: { body } }: AccountForm, part: string) =>
  (body as unknown as { shape: Record<string, object> }).shape[part]

describe.each(ACCOUNT_FORMS.map((form) => [form.name, form] as const))('%s', (_name, form) => {
  test('breaks every rule of its operation', () => {
    const { operation, stricter = {}, rest, shared } = form
    const all = shapesOf(form).flatMap(fieldsOf)
    const typed = new Set(all.map(({ name }) => name))
    const given = Object.keys(rest ?? {})
    const own = Object.entries(stricter).flatMap(([name, schema]) =>
      rulesOf(schema).map(({ rule }) => ({ field: name, rule })),
    )
    const rules = [
      ...rulesOf(operation.body!).filter(
        ({ field }) => !(field in stricter) && !(shared && field.startsWith(`${shared.part}.`)),
      ),
      ...own,
    ].filter(({ field }) => typed.has(field) || !given.some((one) => field === one))
    const rows = new Set(
      all.flatMap(({ name, breaks }) => Object.keys(breaks).map((rule) => `${name} ${rule}`)),
    )
    const named = rules.filter(({ rule }) => rule !== undefined)
    const missing = named
      .map(({ field, rule }) => `${field} ${rule}`)
      .filter((key) => !rows.has(key))
    // A row is a line in `breaks` of the field, in test/*-forms.ts, with what breaks the rule.
    expect({ 'rules without a row': missing }).toEqual({ 'rules without a row': [] })
    // A check of a schema's own must be broken by a row that no other rule accounts for.
    const accounted = new Set(named.map(({ field, rule }) => `${field} ${rule}`))
    const extra = [...rows].filter((key) => !accounted.has(key))
    for (const { field } of rules.filter(({ rule }) => rule === undefined)) {
      expect(extra.filter((key) => key.startsWith(field))).not.toEqual([])
    }
    if (shared === undefined) return
    const other = ACCOUNT_FORMS.find(({ name }) => name === shared.with)
    expect(partOf(form, shared.part)).toBe(partOf(other!, shared.part))
  })
})

describe.each(ACCOUNT_FORMS.flatMap(shapesOf).map((form) => [form.name, form] as const))(
  '%s',
  (_name, form) => {
    test('each rule broken: said at its field and in the summary, not sent; the operation says the same', async () => {
      const app = await form.open()
      await control(form.fields[0]!.label)
      const path = fillPath(form.operation.path, form.params ?? {})
      const count = () =>
        requests.filter((one) => one === `${form.operation.method} ${path}`).length
      const before = count()
      // The only field of a form is broken at once: some are sent when they are right.
      if (form.fields.length > 1 || form.before !== undefined) {
        for (const field of form.fields) await pasteInto(app, field.label, await rightOf(field))
      }
      const button = () => screen.getByRole('button', { name: form.submit })

      for (const field of fieldsOf(form)) {
        for (const [rule, breach] of Object.entries(field.breaks)) {
          if (!isReachable(breach)) continue
          await breakRule(app, field, breach)
          await app.user.click(button())
          const { said = rule } = partsOf(breach) as Extract<Break, { typed?: string }>
          await expectRefused(field.label, describeRule(said).words)
          await mendRule(app, field, breach)
        }
      }
      expect(count()).toBe(before)

      for (const [code, name] of Object.entries(form.refusals ?? {})) {
        const field = form.fields.find((one) => one.name === name)!
        db.failNext(form.operation.id, code as never)
        await app.user.click(button())
        await expectRefused(field.label, translate(`problems.${code}`))
        await mendRule(app, field, await rightOf(field))
      }

      const right = await rightBody(form)
      for (const { name, breaks } of fieldsOf(form)) {
        for (const [rule, breach] of Object.entries(breaks)) {
          if (!isReachable(breach)) continue
          const {
            typed,
            posted = typed,
            verdict,
          } = partsOf(breach) as Extract<Break, { typed?: string }>
          const problem = await post(form, withValue(right, name, posted))
          const { code, limit } = describeRule(rule)
          const [first] = problem.errors ?? []
          const pointer = `/body/${name.replaceAll('.', '/')}`
          const at = first?.pointer
          const isAt =
            at === undefined ||
            at === pointer ||
            at.startsWith(`${pointer}/`) ||
            at.replace('/0/', '/') === pointer
          const { minimum, maximum = minimum } = first?.params ?? {}
          expect([name, rule, first?.code ?? problem.code, maximum, isAt]).toEqual([
            name,
            rule,
            verdict ?? code,
            verdict === undefined ? limit : undefined,
            true,
          ])
        }
      }
      await form.leave?.(app)
    })
  },
)
