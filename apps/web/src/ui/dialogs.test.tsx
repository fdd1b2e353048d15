import { describe, expect, jest, test } from '@jest/globals'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { IntlProvider } from 'use-intl'
import { axeViolations } from '../../test/axe.ts'
import { UiError } from '../api/ui-error.ts'
import { english } from '../../test/english.ts'
import { Button } from './button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Menu } from './menu.tsx'
import { SnippetTabs } from './snippet-tabs.tsx'
import { Table } from './table.tsx'

const wrapper = ({ children }: { children: React.ReactNode }) => (
  <IntlProvider locale="en" messages={english} timeZone="UTC">
    <main>{children}</main>
  </IntlProvider>
)

function Asking(props: { typedName?: string; onConfirm: () => Promise<void> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{'Delete…'}</Button>
      <ConfirmDialog
        {...props}
        open={open}
        title="Delete file “a.whl”?"
        actionLabel="Delete file"
        pendingLabel="Deleting…"
        onClose={() => setOpen(false)}
      >
        {'It is gone for good.'}
      </ConfirmDialog>
    </>
  )
}

async function open(props: { typedName?: string; onConfirm: () => Promise<void> }) {
  const user = userEvent.setup()
  render(<Asking {...props} />, { wrapper })
  await user.click(screen.getByRole('button', { name: 'Delete…' }))
  return { user, dialog: await screen.findByRole('alertdialog', { name: 'Delete file “a.whl”?' }) }
}

describe('a dialog that asks first', () => {
  test('has the focus on Cancel, and gives it back', async () => {
    const onConfirm = jest.fn(async () => {})
    const { user } = await open({ onConfirm })
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(await axeViolations()).toEqual([])
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(onConfirm).not.toHaveBeenCalled()
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Delete…'))
  })

  test('is left by Escape', async () => {
    const { user } = await open({ onConfirm: async () => {} })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })

  test('wants the name, says when it is not that, and takes it with spaces around', async () => {
    const onConfirm = jest.fn(async () => {})
    const { user } = await open({ typedName: 'a.whl', onConfirm })
    const input = screen.getByLabelText('Type a.whl to confirm')
    expect(document.activeElement).toBe(input)
    await user.click(screen.getByRole('button', { name: 'Delete file' }))
    expect(screen.getByText('This is not a.whl.')).toBeTruthy()
    expect(onConfirm).not.toHaveBeenCalled()
    await user.type(input, ' a.whl ')
    expect(screen.queryByText('This is not a.whl.')).toBeNull()
    expect(await axeViolations()).toEqual([])
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(onConfirm).toHaveBeenCalledTimes(1)
  })

  test('stays with the reason when the act is refused, and acts once per press', async () => {
    let refuse: (error: Error) => void = () => {}
    const onConfirm = jest.fn(() => new Promise<void>((_resolve, reject) => void (refuse = reject)))
    const { user } = await open({ onConfirm })
    await user.dblClick(screen.getByRole('button', { name: 'Delete file' }))
    expect(onConfirm).toHaveBeenCalledTimes(1)
    await user.keyboard('{Escape}')
    expect(screen.getByRole('alertdialog')).toBeTruthy()
    refuse(new UiError('forbidden', 'no'))
    await screen.findByText('Your role does not allow this.')
    expect(screen.getByRole('button', { name: 'Delete file' })).toBeTruthy()
  })
})

test('a menu acts by keyboard', async () => {
  const user = userEvent.setup()
  const act = jest.fn()
  render(
    <Menu
      label="Actions for 1.0"
      actions={[
        { id: 'view', label: 'View', onAction: () => {} },
        { id: 'yank', label: 'Yank', onAction: act },
      ]}
    />,
    { wrapper },
  )
  await user.tab()
  await user.keyboard('{Enter}')
  await screen.findByRole('menu', { name: 'Actions for 1.0' })
  await user.keyboard('{ArrowDown}{Enter}')
  expect(act).toHaveBeenCalledTimes(1)
})

test('snippets can be switched and copied', async () => {
  const user = userEvent.setup()
  render(
    <SnippetTabs
      snippets={[
        { id: 'pip', label: 'pip', code: 'pip install a' },
        { id: 'uv', label: 'uv', code: 'uv add a' },
      ]}
    />,
    { wrapper },
  )
  await user.click(screen.getByRole('tab', { name: 'uv' }))
  expect(screen.getByText('uv add a')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy uv' }))
  expect(await navigator.clipboard.readText()).toBe('uv add a')
  expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  cleanup()
})

test('a table names itself, its columns and its rows', async () => {
  render(
    <Table
      caption="Releases"
      columns={[
        {
          key: 'version',
          header: 'Version',
          cell: (row: { version: string }) => row.version,
          rowHeader: true,
        },
        { key: 'files', header: 'Files', cell: () => 2, align: 'end' },
      ]}
      rows={[{ version: '1.0' }]}
      rowKey={(row) => row.version}
    />,
    { wrapper },
  )
  expect(screen.getByRole('table', { name: 'Releases' })).toBeTruthy()
  expect(screen.getByRole('rowheader', { name: '1.0' })).toBeTruthy()
  expect(await axeViolations()).toEqual([])
})
