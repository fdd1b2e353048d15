import { expectAccessible } from './support/axe.ts'
import { sdist, wheel, type Distribution } from './support/distributions.ts'
import { expect, test } from './support/fixtures.ts'
import { tabTo } from './support/keyboard.ts'
import { pipVersions, simpleFiles } from './support/python.ts'
import type { Locator, Page } from '@playwright/test'

/** Files as they lie in a folder of the desktop, in the hand of a mouse over an element. */
async function drop(target: Locator, files: readonly Distribution[]): Promise<void> {
  const sent = files.map(({ filename, bytes }) => ({
    filename,
    base64: Buffer.from(bytes).toString('base64'),
  }))
  const dataTransfer = await target.page().evaluateHandle((list) => {
    const transfer = new DataTransfer()
    for (const { filename, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      transfer.items.add(new File([bytes], filename))
    }
    return transfer
  }, sent)
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent(type, { dataTransfer })
  }
}

const zone = (page: Page) => page.getByText('Drop wheels and source distributions here')
const row = (page: Page, { filename }: Distribution) =>
  page.getByRole('region', { name: 'Files' }).getByRole('listitem').filter({ hasText: filename })

test('dropped files are published, and pip finds them; a bad one says why', async ({
  page,
  person,
  server,
}) => {
  const good = wheel('web-dropped', '1.0', { summary: 'Dropped' })
  const source = sdist('web-dropped', '1.0', {
    summary: 'Dropped',
    readme: 'Text',
    readmeType: 'text/plain',
  })
  const broken = { ...wheel('web-broken', '1.0'), bytes: Buffer.from('no archive') }
  await page.goto('/account/projects')
  await page.getByRole('link', { name: 'Upload files' }).click()
  await drop(zone(page), [good, source, broken])
  for (const file of [good, source]) await expect(row(page, file)).toContainText('is published.')
  await expect(row(page, broken)).toContainText('the file is not a ZIP archive')
  await expectAccessible(page)
  const names = (await simpleFiles(server, 'web-dropped')).map(({ filename }) => filename)
  expect(names.toSorted()).toEqual([good.filename, source.filename].toSorted())
  expect(await pipVersions(server, 'web-dropped')).toEqual(['1.0'])

  await row(page, good).getByRole('link', { name: 'web-dropped 1.0' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('web-dropped 1.0')
  await expect(page.getByRole('main')).toContainText(person.username)
})

test('by keyboard: a check stores nothing, and its file is published from the list', async ({
  page,
  person,
  server,
}) => {
  expect(person.username).not.toBe('')
  const file = wheel('web-checked', '1.0')
  await page.goto('/account/upload')
  await tabTo(page.getByRole('button', { name: 'Choose files' }))
  await tabTo(page.getByRole('checkbox', { name: 'Check only' }))
  await page.keyboard.press('Space')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).press('Enter')
  const { filename, bytes } = file
  await (
    await chooser
  ).setFiles({ name: filename, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await expect(row(page, file)).toContainText('It would make the project web-checked')
  await expect(row(page, file)).toContainText('It has no description')
  expect((await fetch(`${server.url}/simple/web-checked/`)).status).toBe(404)
  await row(page, file)
    .getByRole('button', { name: `Publish ${filename}` })
    .press('Enter')
  await expect(row(page, file)).toContainText('is published.')
  expect(await simpleFiles(server, 'web-checked')).toHaveLength(1)
})

test('a slow file shows how far it is, and can be cancelled without a trace', async ({
  page,
  person,
  server,
}) => {
  expect(person.username).not.toBe('')
  await page.goto('/account/upload')
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 512 * 1024,
  })
  const large = { ...wheel('web-slow', '1.0'), bytes: Buffer.alloc(8 * 2 ** 20, 'x') }
  await drop(zone(page), [large])
  const bar = row(page, large).getByRole('progressbar')
  await expect
    .poll(() => bar.evaluate((element) => (element as HTMLProgressElement).value))
    .toBeGreaterThan(0)
  await row(page, large)
    .getByRole('button', { name: `Cancel ${large.filename}` })
    .click()
  await expect(row(page, large)).toContainText('Cancelled')
  expect((await fetch(`${server.url}/simple/web-slow/`)).status).toBe(404)
})
