import { expect, test } from '@jest/globals'
import { renderInbox } from './inbox.ts'

const mail = (subject: string, text: string, links: string[]) => ({
  id: subject,
  to: 'jo@example.org',
  subject,
  text,
  links,
  sentAt: '2026-01-01T00:00:00.000Z',
})

test('shows mails newest first, their texts as text and their links as links', () => {
  const root = document.createElement('main')
  const link = 'http://localhost/verify-email?token=abc'
  renderInbox(root, [mail('First', '<b>bold</b>', []), mail('Second', 'Open it', [link])])
  const subjects = [...root.querySelectorAll('h2')].map((heading) => heading.textContent)
  expect(subjects).toEqual(['Second', 'First'])
  expect(root.querySelector('b')).toBeNull()
  expect([...root.querySelectorAll('a')].map((anchor) => anchor.href)).toEqual([link])
})

test('says so when there is none', () => {
  const root = document.createElement('main')
  renderInbox(root, [])
  expect(root.textContent).toContain('No mail yet')
})
