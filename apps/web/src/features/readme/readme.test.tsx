import { expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'

// As browsers with trusted types have it: the same HTML is another object each time.
Object.assign(globalThis, {
  trustedTypes: {
    createPolicy: () => ({ createHTML: (html: string) => ({ toString: () => html }) }),
  },
})
const app = await import('../../../test/render-app.tsx')

app.useMockApi()

test('what was mended in a README is still so after the page was drawn again', async () => {
  app.db.projects
    .find(({ name }) => name === 'hostile-readme')
    ?.releases.forEach(({ readme }) => {
      if (readme !== null) readme.html += '<p id="user-content-end">The end</p>'
    })
  const { router } = await app.renderApp('/project/hostile-readme')
  const code = await screen.findByText(/^x{400}$/)
  expect(code.closest('pre')?.tabIndex).toBe(0)
  await router.navigate('/project/hostile-readme#end')
  // What is jumped to gets the focus once it is drawn.
  await waitFor(() => expect(document.activeElement?.textContent).toBe('The end'))
  const again = await screen.findByText(/^x{400}$/)
  expect(again.closest('pre')?.getAttribute('role')).toBe('group')
  // Written anew, the page would also lose the selection and what was scrolled to.
  expect(again.isSameNode(code)).toBe(true)
})
