import type { Locator, Page } from '@playwright/test'
import { titleOf } from '../support/title-of.ts'

export type LookedAt = {
  /** Short, unique, fit for a file name. */
  readonly name: string
  readonly path: string
  /** What the address alone does not show. */
  readonly act?: (page: Page) => Promise<void>
  /** Only what the window shows is taken: of what lies over the page, and of endless lists. */
  readonly window?: boolean
  /** What is taken in the place of the page. */
  readonly parts?: (page: Page) => Locator
}

/**
 * One screen of each kind, by persona of the mock: what is composed of the same parts as another is
 * not taken again, and each part by itself stands in the gallery.
 */
export const SCREENS: Readonly<Record<string, readonly LookedAt[]>> = {
  visitor: [
    { name: 'home', path: '/' },
    { name: 'search', path: '/search?q=t' },
    { name: 'search-empty', path: '/search?q=nothing-has-this-name' },
    { name: 'project', path: '/project/tiny' },
    { name: 'readme', path: '/project/hostile-readme' },
    { name: 'releases', path: '/project/huge/releases', window: true },
    { name: 'files', path: '/project/forty-files/files' },
    { name: 'metadata', path: '/project/sixty-dependencies/metadata' },
    { name: 'not-found', path: '/project/nothing-has-this-name' },
    { name: 'sign-in', path: '/sign-in' },
    {
      name: 'register-refused',
      path: '/register',
      act: async (page) => {
        await page.getByRole('main').locator('button[type=submit]').click()
        await page.getByRole('main').locator('[aria-invalid=true]').first().waitFor()
      },
    },
    {
      name: 'gallery',
      path: '/gallery',
      parts: (page) => page.locator('main section:has(> h2)'),
    },
  ],
  owner: [
    { name: 'profile', path: '/account' },
    { name: 'emails', path: '/account/emails' },
    { name: 'own-projects', path: '/account/projects' },
    { name: 'manage-releases', path: '/account/projects/tiny' },
    { name: 'manage-release', path: '/account/projects/forty-files/releases/1.0.0' },
    { name: 'settings', path: '/account/projects/tiny/settings' },
    {
      name: 'deletion',
      path: '/account/projects/tiny/settings',
      window: true,
      act: async (page) => {
        // The last thing that can be done there, in whichever language.
        await page.getByRole('main').getByRole('button').last().click()
        await page.getByRole('alertdialog').getByRole('textbox').waitFor()
      },
    },
    { name: 'people', path: '/account/projects/tiny/people' },
    { name: 'webhooks', path: '/account/projects/tiny/webhooks' },
    { name: 'tokens', path: '/account/tokens' },
    { name: 'new-token', path: '/account/tokens/new' },
    { name: 'history', path: '/account/history' },
  ],
  publisher: [{ name: 'publishing', path: '/account/projects/shipped-by-builds/publishing' }],
  secured: [{ name: 'two-factor', path: '/account/two-factor' }],
}

/** Goes to a screen and waits until all of it is there. */
export async function open(page: Page, { path, act }: LookedAt): Promise<void> {
  await page.goto(path)
  await titleOf(page).waitFor()
  // The gallery shows what is busy for ever.
  const busy = path.startsWith('/gallery') ? 'footer' : 'main'
  await page.locator(`${busy} [aria-busy=true]`).first().waitFor({ state: 'detached' })
  await act?.(page)
  // The mock's panel is no part of the app.
  await page.getByRole('button', { name: /^Mock/, includeHidden: true }).waitFor()
  // What is outside of the window is drawn as well.
  await page.addStyleTag({ content: '* { content-visibility: visible !important }' })
  await page.evaluate(async () => {
    await document.fonts.ready
    for (const part of document.body.children) if (part.shadowRoot !== null) part.remove()
  })
}
