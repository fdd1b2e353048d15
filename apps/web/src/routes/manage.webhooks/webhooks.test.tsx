import { describe, expect, test } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import { listWebhooks } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'
import type { WebhookRow } from '../../../mock-api/webhooks.ts'

useMockApi()

const PAGE = '/account/projects/tiny/webhooks'
const seedWebhook = (more: Partial<WebhookRow> = {}) => {
  const webhook: WebhookRow = {
    id: crypto.randomUUID(),
    project: 'tiny',
    secret: 'whsec_not-shown',
    url: 'https://hooks.example/path',
    topics: ['release.yanked', 'file.deleted'],
    enabled: true,
    disabledBy: null,
    failingSince: null,
    createdBy: 'owner',
    createdAt: db.now().toISOString(),
    ...more,
  }
  db.webhooks.push(webhook)
  return webhook
}
const list = () => within(screen.getByRole('list', { name: 'Webhooks' }))

describe('the webhooks of a project', () => {
  test('one is added; its secret is shown once and can be copied', async () => {
    const { user } = await renderApp(PAGE, { as: 'owner' })
    await screen.findByText('There is no webhook')
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'example.org/hook')
    await user.click(screen.getByRole('button', { name: 'Add webhook' }))
    // What can be known without the server is said without it.
    expect((await screen.findAllByText(/Write a web address/)).length).toBeGreaterThan(0)
    expect(screen.getAllByText(/Choose at least 1 entry/).length).toBeGreaterThan(0)
    expect(requests.filter((one) => one.startsWith('POST'))).toEqual([])
    expect(await axeViolations()).toEqual([])

    const address = screen.getByRole('textbox', { name: 'Address' })
    await user.clear(address)
    await user.type(address, 'http://example.org/hook')
    await user.click(screen.getByRole('checkbox', { name: 'A release is yanked' }))
    await user.click(screen.getByRole('button', { name: 'Add webhook' }))
    expect((await screen.findAllByText(/does not send to this address/)).length).toBeGreaterThan(0)
    await user.clear(address)
    await user.type(address, 'https://example.org/hook')
    await user.click(screen.getByRole('button', { name: 'Add webhook' }))
    const value = await screen.findByLabelText<HTMLInputElement>('Secret')
    expect(db.webhooks).toMatchObject([{ topics: ['release.yanked'], secret: value.value }])
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'I have copied it' }))
    await screen.findByText('https://example.org/hook')
    expect(document.body.textContent).not.toContain(value.value)
  })

  test('a test is sent, looked at, and sent again', async () => {
    const webhook = seedWebhook()
    const { user } = await renderApp(`${PAGE}?webhook=${webhook.id}`, { as: 'owner' })
    await screen.findByText('Nothing was sent yet')
    await user.click(screen.getByRole('button', { name: 'Send a test to hooks.example' }))
    const table = within(await screen.findByRole('table', { name: 'Messages to hooks.example' }))
    expect(table.getByText('Delivered')).toBeTruthy()
    expect(table.getByText('1 try', { exact: false })).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.click(table.getByRole('button', { name: 'Show the message: Test' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Test' }))
    expect(dialog.getByText(/"topic": "webhook.test"/)).toBeTruthy()
    await user.keyboard('{Escape}')
    await user.click(table.getByRole('button', { name: 'Send again: Test' }))
    await screen.findByText('The message is sent again.')
    expect(requests.filter((one) => one.endsWith('/replay'))).toHaveLength(1)
  })

  test('one that fails and one that is disabled say so; it is enabled and changed', async () => {
    const webhook = seedWebhook({ enabled: false, disabledBy: 'failing' })
    seedWebhook({ url: 'https://fails.example/', failingSince: db.now().toISOString() })
    const { user } = await renderApp(PAGE, { as: 'owner' })
    await screen.findByText('Disabled: nothing arrived for days')
    expect(list().getByText(/Nothing arrives since/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Enable the webhook to hooks.example' }))
    await screen.findByRole('button', { name: 'Disable the webhook to hooks.example' })
    await user.click(screen.getByRole('button', { name: 'Change the webhook to hooks.example' }))
    await user.click(list().getByRole('checkbox', { name: 'A release is published' }))
    await user.click(list().getByRole('button', { name: 'Save' }))
    await screen.findByText(/Told of 3 kinds of events/)
    expect(webhook.topics).toContain('release.published')
  })

  test('a new secret and a removal are asked for first', async () => {
    seedWebhook()
    const { user } = await renderApp(PAGE, { as: 'owner' })
    await user.click(await screen.findByRole('button', { name: 'New secret for hooks.example' }))
    const question = await screen.findByRole('alertdialog')
    await user.click(within(question).getByRole('button', { name: 'New secret' }))
    const value = await screen.findByLabelText<HTMLInputElement>('Secret')
    expect(value.value).toBe(db.webhooks[0]?.secret)
    await user.click(screen.getByRole('button', { name: 'I have copied it' }))

    await user.click(screen.getByRole('button', { name: 'Remove the webhook to hooks.example' }))
    const removal = await screen.findByRole('alertdialog')
    await user.click(within(removal).getByRole('button', { name: 'Remove webhook' }))
    await screen.findByText('There is no webhook')
    expect(db.webhooks).toEqual([])
  })

  test('a maintainer is told whom to ask', async () => {
    await renderApp('/account/projects/forty-files/webhooks', { as: 'owner' })
    expect(await screen.findByText('Webhooks are for owners')).toBeTruthy()
    expect(screen.getByText('Ask an owner: maintainer')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('what cannot be had is said, and tried again', async () => {
    const mend = breakOperation(listWebhooks)
    const { user } = await renderApp(PAGE, { as: 'owner' })
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByText('There is no webhook')
  })
})
