import { describe, expect, test } from '@jest/globals'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { fieldError } from '@wheelhouse/shared-types'
import { IntlProvider } from 'use-intl'
import * as z from 'zod/mini'
import { axeViolations } from '../../../test/axe.ts'
import { useMockApi } from '../../../test/render-app.tsx'
import { createQueryClient } from '../../api/query-client.ts'
import { UiError } from '../../api/ui-error.ts'
import { english } from '../../../test/english.ts'
import { fieldName } from './field-name.ts'
import { FormCheckbox } from './form-checkbox.tsx'
import { FormRadioCards, FormSelect, FormTextArea } from './form-fields.tsx'
import { FormText } from './form-text.tsx'
import { Form } from './form.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useContractForm } from './use-contract-form.ts'

useMockApi()

const Wish = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(10)),
  reason: z.string().check(z.maxLength(20)),
  kind: z.enum(['small', 'large']),
  days: z.enum(['7', '30']),
  agreed: z.boolean(),
})
type Wish = z.output<typeof Wish>

const schema = async () => Wish

function WishForm({ submit }: { submit: (wish: Wish) => Promise<void> }) {
  const form = useContractForm({
    schema,
    defaultValues: { title: '', reason: '', kind: 'small', days: '7', agreed: false },
    submit,
  })
  return (
    <Form form={form}>
      <FormText name="title" label="Title" />
      <FormTextArea name="reason" label="Reason" optional limit={20} />
      <FormRadioCards
        name="kind"
        legend="Kind"
        options={[
          { value: 'small', label: 'Small', hint: 'Quick' },
          { value: 'large', label: 'Large' },
        ]}
      />
      <FormSelect
        name="days"
        label="Days"
        options={[
          { value: '7', label: 'A week' },
          { value: '30', label: 'A month' },
        ]}
      />
      <FormCheckbox name="agreed" label="Agreed" />
      <SubmitButton label="Send" pendingLabel="Sending…" />
    </Form>
  )
}

function show(submit: (wish: Wish) => Promise<void>) {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <IntlProvider locale="en" messages={english} timeZone="UTC">
        <main>
          <WishForm submit={submit} />
        </main>
      </IntlProvider>
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

describe('the form kit', () => {
  test('hands over every kind of field, parsed by the schema', async () => {
    const sent: Wish[] = []
    const user = show(async (wish) => void sent.push(wish))
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('Title'), 'Tea')
    await user.type(screen.getByLabelText('Reason (optional)'), 'Thirst')
    await user.click(screen.getByRole('radio', { name: 'Large' }))
    await user.selectOptions(screen.getByLabelText('Days'), 'A month')
    await user.click(screen.getByRole('checkbox', { name: 'Agreed' }))
    await user.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() =>
      expect(sent).toEqual([
        { title: 'Tea', reason: 'Thirst', kind: 'large', days: '30', agreed: true },
      ]),
    )
  })

  test('two submits in one breath are one', async () => {
    const sent: Wish[] = []
    const user = show(async (wish) => void sent.push(wish))
    await user.type(screen.getByLabelText('Title'), 'Tea')
    const element = screen.getByLabelText<HTMLInputElement>('Title').form
    element?.requestSubmit()
    element?.requestSubmit()
    await waitFor(() => expect(sent).not.toEqual([]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sent).toHaveLength(1)
  })

  test('counts characters near the limit, and refuses too many without cutting', async () => {
    const user = show(async () => {})
    const reason = screen.getByLabelText<HTMLTextAreaElement>('Reason (optional)')
    await user.type(reason, 'x'.repeat(15))
    expect(screen.queryByText(/characters? left/)).toBeNull()
    await user.type(reason, 'xxxx')
    expect(screen.getByText('1 character left')).toBeTruthy()
    await user.type(reason, 'xxxx')
    expect(screen.getByText('3 characters too many')).toBeTruthy()
    await user.tab()
    await screen.findByText('Use at most 20 characters.')
    expect(reason.value).toHaveLength(23)
  })

  test('puts refusals of the server at their fields, and the rest at the top', async () => {
    const errors = [
      fieldError('body/title', 'not_one_of', 'must be one of tea'),
      fieldError('body/kind/0', 'project_unknown', 'is not yours'),
      fieldError('body/elsewhere', 'required', 'is required'),
    ]
    const user = show(async () => {
      throw new UiError('validation_failed', 'no', { status: 422, errors })
    })
    await user.type(screen.getByLabelText('Title'), 'Tea')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    const summary = await screen.findByRole('region', { name: '2 things need another look' })
    expect(summary.textContent).toContain('Title: Choose one of the offered values.')
    expect(summary.textContent).toContain('Kind: This is not one of your projects.')
    expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Tea')
  })

  test('a fault of the server shows the request to report; a fault of the app too', async () => {
    const user = show(async () => {
      throw new UiError('internal', 'boom', { status: 500, requestId: 'abc-123' })
    })
    await user.type(screen.getByLabelText('Title'), 'Tea')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    const summary = await screen.findByRole('region', { name: 'That did not work' })
    expect(summary.textContent).toContain('Request abc-123')
    expect(await axeViolations()).toEqual([])
  })

  test.each([
    ['/body/name', 'name'],
    ['/body/scope/projects/0', 'scope.projects.0'],
    ['/body/a~1b/c~0d', 'a/b.c~d'],
  ])('the pointer %s is the field %s', (pointer, name) => {
    expect(fieldName(pointer)).toBe(name)
  })
})
