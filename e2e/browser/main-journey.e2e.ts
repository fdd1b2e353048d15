import { expect, test } from './support/fixtures.ts'
import { newPerson } from './support/accounts.ts'
import { wheel } from './support/distributions.ts'
import { press, tabTo, typeInto } from './support/keyboard.ts'
import { titleOf } from './support/title-of.ts'
import { pipVersions, simpleFiles, upload } from './support/python.ts'

const PROJECT = 'journey-lamp'
const REASON = 'It burns too brightly.'

test('from nothing to a release that pip installs, and to one that it passes over', async ({
  page,
  server,
}) => {
  test.slow()
  const person = newPerson('traveller')
  const heading = titleOf(page)
  const main = page.getByRole('main')

  await test.step('register, by keyboard alone', async () => {
    await page.goto('/')
    await press(page.getByRole('navigation').getByRole('link', { name: 'Register' }))
    await expect(heading).toHaveText('Open an account')
    await typeInto(page.getByLabel('Your name'), 'Tess Traveller')
    await typeInto(page.getByLabel('Username'), person.username)
    await typeInto(page.getByLabel('E-mail address'), person.email)
    await expect(page.getByText(`${person.username} is free.`)).toBeVisible()
    await typeInto(page.getByLabel('Password', { exact: true }), person.password)
    await expect(page.getByText('Good enough')).toBeVisible()
    await press(page.getByRole('button', { name: 'Create account' }))
    await expect(heading).toHaveText('Check your mail')
    await expect(main).toContainText(person.email)
  })

  await test.step('open the mail and verify the address', async () => {
    await press(page.getByRole('link', { name: 'open the mailbox' }))
    await expect(heading).toHaveText('Dev mailbox')
    const [mail] = await server.mailsTo(person.email)
    await press(page.getByRole('link', { name: mail?.links[0] ?? 'no link' }))
    await expect(heading).toHaveText('Your address is verified')
    await expect(main).toContainText(`${person.email} belongs to ${person.username}`)
  })

  await test.step('sign in', async () => {
    await press(main.getByRole('link', { name: 'Sign in' }))
    await typeInto(page.getByLabel('Username or e-mail'), person.username)
    await typeInto(page.getByLabel('Password', { exact: true }), person.password)
    await page.keyboard.press('Enter')
    await expect(heading).toHaveText('Profile')
    await expect(main).toContainText(person.username)
  })

  const token = await test.step('create a token', async () => {
    await press(
      page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'API tokens' }),
    )
    await expect(heading).toHaveText('API tokens')
    await press(main.getByRole('link', { name: 'New token' }).first())
    await expect(heading).toHaveText('Where will the token be used?')
    await press(main.getByRole('link', { name: 'On a computer of mine' }))
    await expect(heading).toHaveText('New API token')
    await typeInto(main.getByRole('textbox', { name: 'Name' }), 'laptop')
    // Of radio buttons the Tab key reaches the first, and arrow keys choose among them.
    await tabTo(main.getByRole('radio', { name: 'Chosen projects' }))
    await page.keyboard.press('ArrowDown')
    await expect(main.getByRole('radio', { name: 'All your projects' })).toBeChecked()
    await press(page.getByRole('button', { name: 'Create token' }))
    await expect(page.getByText('Copy your new token now')).toBeVisible()
    const shown = main.getByRole('textbox', { name: 'Token' })
    await expect(shown).toHaveValue(/^wh_[\w-]{49}$/)
    return shown.inputValue()
  })

  await test.step('upload with twine', async () => {
    await upload(server, token, [
      wheel(PROJECT, '1.0', { summary: 'A lamp' }),
      wheel(PROJECT, '1.1', { summary: 'A brighter lamp', readme: '# A lamp\n\nIt shines.' }),
    ])
    expect(await pipVersions(server, PROJECT)).toEqual(['1.1', '1.0'])
  })

  await test.step('put the token away and find the project', async () => {
    await press(page.getByRole('button', { name: 'I have copied it' }))
    await expect(heading).toHaveText('API tokens')
    await expect(main).toContainText('laptop')
    await expect(main).not.toContainText(token)
    await typeInto(page.getByRole('searchbox', { name: 'Search projects' }), 'journey')
    await page.keyboard.press('Enter')
    await expect(heading).toHaveText('Search: journey')
    await press(page.getByRole('link', { name: PROJECT }))
  })

  await test.step('see its page', async () => {
    await expect(heading).toHaveText(`${PROJECT} 1.1`)
    await expect(main).toContainText('A brighter lamp')
    await expect(main.getByRole('heading', { name: 'A lamp' })).toBeVisible()
    await expect(main).toContainText(`pip install --index-url ${server.url}/simple/ ${PROJECT}`)
    await press(main.getByRole('link', { name: 'Manage' }))
    await expect(heading).toHaveText(`Manage ${PROJECT}`)
  })

  await test.step('yank a release', async () => {
    await press(page.getByRole('button', { name: 'Yank 1.1' }))
    const dialog = page.getByRole('alertdialog', { name: `Yank ${PROJECT} 1.1?` })
    await typeInto(dialog.getByLabel('Reason'), REASON)
    await press(dialog.getByRole('button', { name: 'Yank release' }))
    await expect(page.getByText(`${PROJECT} 1.1 is yanked.`)).toBeVisible()
    await expect(dialog).toBeHidden()
    expect(await pipVersions(server, PROJECT)).toEqual(['1.0'])
    const yanked = (await simpleFiles(server, PROJECT)).map((file) => file.yanked)
    expect(yanked).toEqual([false, REASON])
  })

  await test.step('everybody sees it', async () => {
    await page.goto(`/project/${PROJECT}`)
    await expect(heading).toHaveText(`${PROJECT} 1.0`)
    await page.goto(`/project/${PROJECT}/1.1`)
    await expect(page.getByText('This release is yanked')).toBeVisible()
    await expect(main).toContainText(REASON)
  })

  await test.step('take it back', async () => {
    await press(main.getByRole('link', { name: 'Manage' }))
    const unyank = page.getByRole('button', { name: 'Un-yank 1.1' })
    await tabTo(unyank)
    await page.keyboard.press('Enter')
    await expect(page.getByText(`${PROJECT} 1.1 is not yanked any more.`)).toBeVisible()
    expect(await pipVersions(server, PROJECT)).toEqual(['1.1', '1.0'])
    const yanked = (await simpleFiles(server, PROJECT)).map((file) => file.yanked)
    expect(yanked).toEqual([false, false])
  })
})
