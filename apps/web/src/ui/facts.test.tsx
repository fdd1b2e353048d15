import { expect, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { IntlProvider } from 'use-intl'
import { axeViolations } from '../../test/axe.ts'
import { english } from '../../test/english.ts'
import { Badge } from './badge.tsx'
import { Bytes, Day, Hash, RelativeTime } from './facts.tsx'
import { Pagination } from './pagination.tsx'
import { EmptyState } from './states.tsx'

const show = (children: React.ReactNode) =>
  render(
    <MemoryRouter>
      <IntlProvider locale="en" messages={english} timeZone="UTC">
        <main>{children}</main>
      </IntlProvider>
    </MemoryRouter>,
  ).container

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_240_000, '1.2 MB'],
  [5_000_000_000_000, '5,000 GB'],
])('%d bytes are %s', (value, text) => {
  expect(show(<Bytes value={value} />).textContent).toBe(text)
})

test('times are told for people and for machines', () => {
  const at = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000).toISOString()
  show(<RelativeTime at={at} />)
  expect(screen.getByText('3 days ago').getAttribute('datetime')).toBe(at)
  expect(show(<Day at="2026-11-24T23:00:00.000Z" />).textContent).toBe('November 24, 2026')
})

test('a hash is short to the eye and whole to the clipboard', () => {
  show(<Hash name="SHA-256" value={'ab'.repeat(32)} />)
  expect(screen.getByText('abababababab…').title).toBe('ab'.repeat(32))
  expect(screen.getByRole('button', { name: 'Copy SHA-256' })).toBeTruthy()
})

test('the pages of a list are links', async () => {
  show(
    <>
      <h1>{'List'}</h1>
      <Badge tone="warning">{'yanked'}</Badge>
      <Pagination shown={20} total={61} nextTo="?cursor=x" />
      <EmptyState title="Nothing yet" action={<a href="/x">{'Begin'}</a>} />
    </>,
  )
  expect(screen.getByText('20 of 61 results')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Next page' }).getAttribute('href')).toBe('/?cursor=x')
  expect(screen.queryByRole('link', { name: 'First page' })).toBeNull()
  expect(await axeViolations()).toEqual([])
})
