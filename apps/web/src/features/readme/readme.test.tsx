import { expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'

// As browsers with trusted types have it: the same HTML is another object each time.
Object.assign(globalThis, {
  trustedTypes: {
    createPolicy: () => ({ createHTML: (html: string) => ({ toString: () => html }) }),
  },
})
const { renderApp, useMockApi } = await import('../../../test/render-app.tsx')

useMockApi()

test('what was mended in a README is still so after the page was drawn again', async () => {
  const { router } = await renderApp('/project/hostile-readme')
  const code = await screen.findByText(/^x{400}$/)
  expect(code.closest('pre')?.tabIndex).toBe(0)
  await router.navigate('/project/hostile-readme#nothing')
  const again = await screen.findByText(/^x{400}$/)
  expect(again.closest('pre')?.getAttribute('role')).toBe('group')
})
