import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { fillPath, routePattern, type Endpoint } from '@wheelhouse/shared-types'
import { delay, http, HttpResponse } from 'msw'
import {
  ACCOUNT_FORMS,
  findControl,
  pasteInto,
  type AccountForm,
} from '../../../test/account-forms.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

/** Longer than any limit, with what upsets programs: astral, right-to-left, combining, line breaks. */
const EXTREME = '𝒜🙂 עִבְרִית a\u0301\u202e\n'.repeat(600)

type App = Awaited<ReturnType<AccountForm['open']>>

const button = (form: AccountForm) => screen.getByRole('button', { name: form.submit })
const field = findControl
const summary = () =>
  screen.findByRole('region', { name: /needs? another look|That did not work|Wait/ })
const sent = ({ operation: { method, path }, params = {} }: AccountForm) =>
  requests.filter((line) => line === `${method} ${fillPath(path, params)}`).length

async function fill(form: AccountForm, app: App): Promise<void> {
  for (const { label, right } of form.fields) {
    await pasteInto(app, label, typeof right === 'string' ? right : await right())
  }
  await form.choose?.(app)
}

const values = (form: AccountForm) =>
  Promise.all(form.fields.map(async ({ label }) => (await field(label)).value))

/** Answers in the place of the operation, as often as it is asked. */
function answer({ method, path }: Endpoint, respond: () => Promise<Response | undefined>) {
  const verb = method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete'
  server.use(http[verb](`*${routePattern(path)}`, respond))
}

/** The operation's requests since the form was open. */
async function opened(form: AccountForm): Promise<{ app: App; count: () => number }> {
  const app = await form.open()
  await field(form.fields[0]!.label)
  const before = sent(form)
  return { app, count: () => sent(form) - before }
}

/** Sends what is right: a form that asks first is sent by its answer, again where it still asks. */
async function send(form: AccountForm, { user }: App): Promise<void> {
  const { confirm } = form
  if (confirm === undefined) return user.click(button(form))
  if (screen.queryByRole('button', { name: confirm }) === null) await user.click(button(form))
  await user.click(await screen.findByRole('button', { name: confirm }))
}

/** At the top of the form, or in the question that it was sent from. */
async function expectFailure(form: AccountForm, words: string): Promise<void> {
  if (form.confirm === undefined) {
    expect((await expectRefusal()).textContent).toContain(words)
    return
  }
  const dialog = await screen.findByRole('alertdialog')
  await waitFor(() => expect(dialog.textContent).toContain(words))
}

async function expectRefusal(): Promise<HTMLElement> {
  const region = await summary()
  await waitFor(() => expect(document.activeElement).toBe(region))
  return region
}

describe.each(ACCOUNT_FORMS.map((form) => [form.name, form] as const))('%s', (_name, form) => {
  const required = form.fields.filter(({ optional }) => optional !== true)

  test('empty: every field is named, the summary has the focus, nothing is sent', async () => {
    const { app, count } = await opened(form)
    for (const { label } of form.fields) await app.user.clear(await field(label))
    await app.user.click(button(form))
    if (required.length === 0) return void (await screen.findAllByText(form.done))
    await expectRefusal()
    expect(await axeViolations()).toEqual([])
    for (const { label } of required) {
      expect((await field(label)).getAttribute('aria-invalid')).toBe('true')
    }
    expect(count()).toBe(0)
    await form.leave?.(app)
  })

  test('pasted extremes: refused at the field, or shortened to what may be; nothing breaks', async () => {
    const { app, count } = await opened(form)
    for (const { label } of form.fields) await pasteInto(app, label, EXTREME)
    await form.choose?.(app)
    await app.user.click(button(form))
    await expectRefusal()
    for (const { label } of form.fields) {
      const input = await field(label)
      // Cut to what the field may hold: there is nothing to refuse.
      if (input.maxLength > 0) expect(input.value.length).toBeLessThanOrEqual(input.maxLength)
      else expect(input.getAttribute('aria-invalid')).toBe('true')
    }
    expect(count()).toBe(0)
    await form.leave?.(app)
  })

  test('refused by the server alone: said at the top, with every value kept', async () => {
    const { app } = await opened(form)
    db.failNext(form.operation.id, 'unavailable')
    await fill(form, app)
    const before = await values(form)
    await send(form, app)
    await expectFailure(form, 'busy or away')
    expect(await axeViolations()).toEqual([])
    expect(await values(form)).toEqual(before)
    await form.leave?.(app)
  })

  test('no network: says so, keeps every value, and works once it is back', async () => {
    const { app } = await opened(form)
    let away = true
    answer(form.operation, async () => (away ? HttpResponse.error() : undefined))
    await fill(form, app)
    const before = await values(form)
    await send(form, app)
    await expectFailure(form, 'could not be reached')
    expect(await values(form)).toEqual(before)
    away = false
    await send(form, app)
    await screen.findAllByText(form.done)
  })

  test('right, and pressed twice: sent once', async () => {
    const { app, count } = await opened(form)
    answer(form.operation, async () => {
      await delay(50)
      return undefined
    })
    await fill(form, app)
    const submit = screen.queryByRole('button', { name: form.submit })
    // A code that is whole is sent by itself.
    if (submit !== null) await app.user.dblClick(submit)
    if (form.confirm !== undefined) {
      await app.user.dblClick(await screen.findByRole('button', { name: form.confirm }))
    }
    await screen.findAllByText(form.done)
    expect(count()).toBe(1)
  })
})
