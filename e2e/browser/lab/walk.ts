import type { Browser } from '@playwright/test'
import { enter, timed } from './enter.ts'
import { FILES, type LabIndex } from './make-index.ts'
import type { Row } from './report.ts'
import { takeFigures } from './watch-page.ts'

/** Milliseconds between two keys of somebody who types well. */
const KEY = { delay: 80 }

/**
 * One visit by presses and keys: find a project, filter its files, choose a password, sign in, find
 * an own project, open a dialog, make a token.
 */
export async function walk(browser: Browser, index: LabIndex): Promise<Row[]> {
  const { project, manyFiles, person } = index
  const page = await enter(browser, index, { signedIn: false })
  const main = page.getByRole('main')
  const rows: Row[] = []
  const step = async (name: string, act: () => Promise<void>) => {
    const ready = await timed(act)
    await page.waitForLoadState('networkidle')
    rows.push({ step: `walk: ${name}`, figures: await takeFigures(page), ready })
  }
  const see = (heading: string | RegExp) =>
    page.getByRole('heading', { level: 1, name: heading }).first().waitFor()
  const type = async (label: string, text: string) => {
    await main.getByLabel(label, { exact: true }).click()
    await page.keyboard.type(text, KEY)
  }
  const follow = async (link: string | RegExp, heading: string | RegExp) => {
    await page.getByRole('link', { name: link }).first().click()
    await see(heading)
  }

  await step('home', async () => {
    await page.goto('/')
    await see(/^Find, install/)
  })
  await step('search', async () => {
    await main.getByRole('searchbox').click()
    await page.keyboard.type('sample-of', KEY)
    await page.keyboard.press('Enter')
    await see('Search: sample-of')
  })
  await step('project', () => follow(project, project))
  await step('back, and another project', async () => {
    await page.goBack()
    await follow(manyFiles, manyFiles)
  })
  await step(`its ${FILES} files`, async () => {
    await main.getByRole('link', { name: /^Files/ }).click()
    await main.getByRole('searchbox').waitFor()
  })
  await step('files filtered', async () => {
    await main.getByRole('searchbox').click()
    await page.keyboard.type('cp312', KEY)
    for (let key = 0; key < 5; key += 1) await page.keyboard.press('Backspace', KEY)
    await page.keyboard.type('riscv', KEY)
  })
  await step('register form', () => follow('Register', 'Open an account'))
  await step('password chosen', async () => {
    await type('Username', 'somebody-new')
    await type('Password', person.password)
    await main.getByText('Good enough').waitFor()
  })
  await step('sign-in form', () => follow('Sign in', 'Sign in'))
  await step('signed in', async () => {
    await type('Username or e-mail', person.username)
    await type('Password', person.password)
    await page.keyboard.press('Enter')
    await see('Profile')
  })
  await step('own projects', () => follow('Projects', 'Your projects'))
  await step('projects filtered', async () => {
    await main.getByRole('searchbox').click()
    await page.keyboard.type('of-every', KEY)
  })
  await step('a project’s releases', () => follow(/^Manage/, `Manage ${project}`))
  await step('dialog opened and closed', async () => {
    await main.getByRole('button', { name: 'Yank 1.1' }).click()
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  })
  await step('token form', async () => {
    await page.goBack()
    await follow('API tokens', 'API tokens')
    await follow('New token', 'Where will the token be used?')
    await follow('On a computer of mine', 'New API token')
  })
  await step('token made', async () => {
    await type('Name', `laptop ${Date.now()}`)
    await main.getByRole('radio', { name: 'All your projects' }).check()
    await main.getByRole('button', { name: 'Create token' }).click()
    await main.getByRole('button', { name: 'I have copied it' }).waitFor()
  })
  await page.context().close()
  return rows
}
