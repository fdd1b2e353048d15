import { createAccount, createToken, signIn, type Person } from './support/accounts.ts'
import { expectAccessible } from './support/axe.ts'
import { sdist, wheel } from './support/distributions.ts'
import { expect, test } from './support/fixtures.ts'
import { HOSTILE_README } from './support/hostile-readme.ts'
import { titleOf } from './support/title-of.ts'
import { pipVersions, simpleFiles, upload } from './support/python.ts'
import { startServer } from './support/start-server.ts'

const MARKDOWN = `# Kettle

Boils *water*. [Docs](https://docs.example/)

| Size | Litres |
| --- | --- |
| small | 1 |

\`\`\`python
import kettle
\`\`\`

![picture](https://images.example/only.png)
`
const RST = `Teapot
======

Pours *tea* into \`a cup <https://docs.example/>\`_.

.. code-block:: python

    import teapot

.. image:: https://images.example/only.png
   :alt: picture
`

let owner: Person
let token: string

test.beforeAll(async ({ server }) => {
  owner = await createAccount(server)
  token = await createToken(server, owner)
  await upload(server, token, [
    wheel('shop-kettle', '1.0', { summary: 'Boils water', readme: MARKDOWN }),
    wheel('shop-kettle', '2.0', { summary: 'Boils more water', readme: MARKDOWN }),
    sdist('shop-teapot', '1.0', { summary: 'Pours tea', readme: RST, readmeType: 'text/x-rst' }),
    wheel('shop-hostile', '1.0', { summary: '<script>1</script>', readme: HOSTILE_README }),
  ])
})

const ONE_IMAGE = ['image https://images.example/only.png no referrer']

test('search finds by parts of names, says when nothing is found, and leads to a page', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('searchbox', { name: 'Search projects' }).fill('shop-')
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click()
  const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await expect(results).toHaveCount(3)
  await expect(page.getByRole('status')).toContainText('3')
  await page.getByRole('searchbox').fill('SHOP_kettle')
  await page.getByRole('searchbox').press('Enter')
  await expect(results).toHaveCount(1)
  await expect(results.first()).toContainText('Exact match')
  await expect(results.first()).toContainText('Boils more water')

  await page.getByRole('searchbox').fill('samovar')
  await page.getByRole('searchbox').press('Enter')
  await expect(page.getByText('No project has “samovar” in its name')).toBeVisible()
  await page.goBack()
  await page.getByRole('link', { name: 'shop-kettle' }).click()
  await expect(titleOf(page)).toHaveText('shop-kettle 2.0')
})

test('a project page has its README, files, releases and facts under addresses of their own', async ({
  foreign,
  page,
}) => {
  await page.goto('/project/Shop.Kettle')
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: 'Kettle', exact: true })).toBeVisible()
  await expect(main.getByRole('link', { name: 'Docs' })).toHaveAttribute(
    'href',
    'https://docs.example/',
  )
  await expect(main.getByRole('cell', { name: 'small' })).toBeVisible()
  await expect(main.getByRole('img', { name: 'picture' })).toBeVisible()
  expect(foreign).toEqual(ONE_IMAGE)

  await page.getByRole('link', { name: 'Files', exact: true }).click()
  await expect(page).toHaveURL(/\/project\/[^/]+\/files$/)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'shop_kettle-2.0-py3-none-any.whl' }).click()
  expect((await download).suggestedFilename()).toBe('shop_kettle-2.0-py3-none-any.whl')

  await page.getByRole('link', { name: 'Releases', exact: true }).click()
  await main.getByRole('link', { name: '1.0' }).click()
  await expect(titleOf(page)).toHaveText('shop-kettle 1.0')
  await expect(main).toContainText('The current version is 2.0.')
  await expect(main).toContainText('shop-kettle==1.0')
  await page.getByRole('link', { name: 'Metadata', exact: true }).click()
  await expect(main).toContainText('It needs no other package.')
})

test('a README in reStructuredText is shown', async ({ foreign, page }) => {
  await page.goto('/project/shop-teapot')
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: 'Teapot', exact: true })).toBeVisible()
  await expect(main.getByRole('link', { name: 'a cup' })).toBeVisible()
  await expect(main.getByText('import teapot')).toBeVisible()
  await expect(main.getByRole('img', { name: 'picture' })).toBeVisible()
  expect(foreign).toEqual(ONE_IMAGE)
})

test('a hostile README runs nothing and asks nobody but for its https images', async ({
  faults,
  foreign,
  page,
}) => {
  await page.goto('/project/shop-hostile', { waitUntil: 'networkidle' })
  const main = page.getByRole('main')
  await expect(main.getByText('The end of it.')).toBeVisible()
  await expect(main.getByText('<script>1</script>')).toBeVisible()
  for (const name of ['first link', 'second link', 'third link', 'fourth link']) {
    await main.getByText(name).click()
  }
  await main.getByText('open', { exact: true }).click()
  expect(await page.evaluate(() => Reflect.get(window, 'hostile') ?? 'nothing')).toBe('nothing')
  expect(foreign).toEqual(ONE_IMAGE)
  expect(new URL(page.url()).pathname).toBe('/project/shop-hostile')
  await expect(main.getByRole('textbox')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0)
  // Nothing in it lies over the page.
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible()
  // What is left of it for the policy of the page: one picture that would travel in the open.
  const blocked = faults.splice(0)
  expect(blocked).not.toEqual([])
  for (const fault of blocked) expect(fault).toMatch(/http:\/\/foreign\.example\/plain\.png/)
})

test('README_IMAGES=off: pictures are links, and nobody is asked', async ({
  anotherBrowser,
  foreign,
}) => {
  test.slow()
  const quiet = await startServer({ README_IMAGES: 'off' })
  try {
    const person = await createAccount(quiet)
    await upload(quiet, await createToken(quiet, person), [
      wheel('shop-kettle', '1.0', { readme: MARKDOWN }),
    ])
    const page = await (await anotherBrowser()).newPage()
    await page.goto(`${quiet.url}/project/shop-kettle`, { waitUntil: 'networkidle' })
    const main = page.getByRole('main')
    await expect(main.getByRole('link', { name: 'picture' })).toHaveAttribute(
      'href',
      'https://images.example/only.png',
    )
    await expect(main.getByRole('img', { name: 'picture' })).toHaveCount(0)
    expect(foreign).toEqual([])
  } finally {
    await quiet.stop()
  }
})

test('a file is deleted only after its name is typed', async ({ context, page, server }) => {
  const files = [
    wheel('shop-sieve', '1.0', {}),
    sdist('shop-sieve', '1.0', { summary: '', readme: 'A sieve', readmeType: 'text/plain' }),
  ]
  await upload(server, token, files)
  const filename = 'shop_sieve-1.0.tar.gz'
  await signIn(context, server, owner)
  await page.goto('/account/projects/shop-sieve/releases/1.0')
  await page.getByRole('button', { name: `Delete ${filename}` }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete this file?' })
  const field = dialog.getByLabel(`Type ${filename} to confirm`)
  await expect(field).toBeFocused()
  await field.fill('shop_sieve')
  await dialog.getByRole('button', { name: 'Delete file' }).click()
  await expect(dialog).toContainText(`This is not ${filename}.`)
  expect(await simpleFiles(server, 'shop-sieve')).toHaveLength(2)

  await field.fill(filename)
  await dialog.getByRole('button', { name: 'Delete file' }).click()
  await expect(page.getByText(`${filename} is deleted.`)).toBeVisible()
  await expect(page.getByRole('button', { name: `Delete ${filename}` })).toHaveCount(0)
  const left = (await simpleFiles(server, 'shop-sieve')).map((file) => file.filename)
  expect(left).toEqual(['shop_sieve-1.0-py3-none-any.whl'])
})

test('a release is deleted by keyboard, pip finds it no more, and it comes back', async ({
  context,
  page,
  server,
}) => {
  await upload(server, token, [wheel('shop-whisk', '1.0'), wheel('shop-whisk', '2.0')])
  await signIn(context, server, owner)
  await page.goto('/account/projects/shop-whisk')
  await page.getByRole('button', { name: 'Delete 2.0' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: 'Delete shop-whisk 2.0?' })
  await expect(dialog).toContainText('Visitors and installers see 1.0 first then.')
  await expect(dialog).toContainText('An owner can bring it back for 7 days.')
  await expectAccessible(page)
  await page.keyboard.type('2.0')
  await page.keyboard.press('Enter')
  await expect(page.getByText('shop-whisk 2.0 is deleted.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Releases', exact: true })).toBeFocused()
  expect(await pipVersions(server, 'shop-whisk')).toEqual(['1.0'])
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Bring back shop-whisk 2.0' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('shop-whisk 2.0 is back.')).toBeVisible()
  expect(await pipVersions(server, 'shop-whisk')).toEqual(['2.0', '1.0'])
})

test('a release is yanked with a reason that everybody sees, or not at all', async ({
  anotherBrowser,
  context,
  page,
  server,
}) => {
  await upload(server, token, [wheel('shop-ladle', '1.0'), wheel('shop-ladle', '2.0')])
  await signIn(context, server, owner)
  await page.goto('/account/projects/shop-ladle')
  await page.getByRole('button', { name: 'Yank 2.0' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Yank shop-ladle 2.0?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Yank 2.0' })).toBeFocused()
  expect(await pipVersions(server, 'shop-ladle')).toEqual(['2.0', '1.0'])

  await page.getByRole('button', { name: 'Yank 2.0' }).click()
  await dialog.getByLabel('Reason').fill('Leaks <b>badly</b>')
  await dialog.getByRole('button', { name: 'Yank release' }).click()
  await expect(page.getByText('shop-ladle 2.0 is yanked.')).toBeVisible()
  const visitor = await (await anotherBrowser()).newPage()
  await visitor.goto('/project/shop-ladle/2.0')
  await expect(visitor.getByText('Reason given: Leaks <b>badly</b>')).toBeVisible()
  expect(await pipVersions(server, 'shop-ladle')).toEqual(['1.0'])
})

test('whoever has no role is told who could give one', async ({ page, person }) => {
  await page.goto('/account/projects/shop-kettle')
  await expect(page.getByText('You have no role in shop-kettle')).toBeVisible()
  await expect(page.getByRole('main')).toContainText(owner.username)
  await expect(page.getByRole('button', { name: /Yank/ })).toHaveCount(0)
  await page.goto('/account/projects')
  await expect(page.getByText('You have no project yet')).toBeVisible()
  await page.goto('/project/shop-kettle')
  await expect(page.getByRole('main')).not.toContainText(person.username)
  await expect(page.getByRole('link', { name: 'Manage' })).toHaveCount(0)
})

test('managing asks a visitor to sign in first, and goes on from there', async ({
  page,
  server,
}) => {
  await page.goto('/account/projects/shop-kettle')
  await expect(titleOf(page)).toHaveText('Sign in')
  await page.getByLabel('Username or e-mail').fill(owner.username)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByLabel('Password', { exact: true }).press('Enter')
  await expect(page).toHaveURL(`${server.url}/account/projects/shop-kettle`)
  await expect(page.getByRole('main')).toContainText('You are an owner')
})
