import { createAccount, createToken, newPerson } from './support/accounts.ts'
import { wheel } from './support/distributions.ts'
import { expect, test } from './support/fixtures.ts'
import { press, tabTo, typeInto } from './support/keyboard.ts'
import { simpleFiles, upload } from './support/python.ts'
import { arrive, stopAt } from './support/stops.ts'

const PROJECT = 'shared-harbour'
const REASON = 'The anchor was missing.'

test('by keyboard alone: invite, accept from the mail, upload as maintainer, yank as owner', async ({
  anotherBrowser,
  page,
  person: owner,
  server,
}) => {
  test.slow()
  const guest = await createAccount(server, { person: newPerson('guest') })
  await upload(server, await createToken(server, owner), [wheel(PROJECT, '1.0')])

  await test.step('the owner invites', async () => {
    await page.goto(`/account/projects/${PROJECT}`)
    await press(page.getByRole('navigation', { name: `Pages of ${PROJECT}` }).getByText('People'))
    await arrive(page, `People of ${PROJECT}`)
    const field = page.getByLabel('Username or e-mail address')
    await typeInto(field, 'nobody-of-this-name')
    await page.keyboard.press('Enter')
    await stopAt(page.getByRole('region', { name: /needs another look/ }))
    await tabTo(field)
    await page.keyboard.press('Control+a')
    await page.keyboard.type(guest.username)
    await press(page.getByRole('button', { name: 'Send invitation' }))
    await expect(page.getByText(`${guest.username} is invited.`)).toBeVisible()
    await stopAt(page.getByRole('button', { name: 'Send invitation' }))
  })

  const other = await anotherBrowser()
  const theirs = await other.newPage()

  await test.step('the guest comes by the mail, signs in on the way, and accepts', async () => {
    const [mail] = await server.mailsTo(guest.email)
    expect(mail?.subject).toBe(`Invitation to the project ${PROJECT}`)
    await theirs.goto(mail?.links.find((link) => link.includes('/invitations/')) ?? 'none')
    await typeInto(theirs.getByLabel('Username or e-mail'), guest.username)
    await typeInto(theirs.getByLabel('Password', { exact: true }), guest.password)
    await theirs.keyboard.press('Enter')
    await arrive(theirs, `Invitation to ${PROJECT}`)
    await press(theirs.getByRole('button', { name: `Accept the invitation to ${PROJECT}` }))
    await stopAt(theirs.locator(':focus', { hasText: 'You accepted this invitation.' }))
    const told = await server.mailsTo(owner.email)
    expect(told[0]?.subject).toBe(`${guest.username} is a maintainer of ${PROJECT} now`)
    await press(theirs.getByRole('link', { name: 'Go to the project' }))
    await arrive(theirs, `Manage ${PROJECT}`)
  })

  await test.step('the guest uploads', async () => {
    await upload(server, await createToken(server, guest), [wheel(PROJECT, '1.1')])
    await theirs.goto(`/account/projects/${PROJECT}`)
    await expect(theirs.getByRole('button', { name: 'Yank 1.1' })).toBeVisible()
  })

  await test.step('the owner sees the token that did, and yanks what it brought', async () => {
    await page.goto(`/account/projects/${PROJECT}/people`)
    const tokens = page.getByRole('table', { name: 'API tokens' })
    await expect(tokens.getByRole('row', { name: new RegExp(guest.username) })).toBeVisible()
    await press(page.getByRole('navigation', { name: `Pages of ${PROJECT}` }).getByText('Releases'))
    await arrive(page, `Manage ${PROJECT}`)
    await press(page.getByRole('button', { name: 'Yank 1.1' }))
    const dialog = page.getByRole('alertdialog', { name: `Yank ${PROJECT} 1.1?` })
    await stopAt(dialog.getByRole('button', { name: 'Cancel' }))
    await typeInto(dialog.getByLabel('Reason'), REASON)
    await press(dialog.getByRole('button', { name: 'Yank release' }))
    await expect(page.getByText(`${PROJECT} 1.1 is yanked.`)).toBeVisible()
    const yanked = (await simpleFiles(server, PROJECT)).map((file) => file.yanked)
    expect(yanked).toEqual([false, REASON])
  })
})
