import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { newPerson, signIn } from './support/accounts.ts'
import { THEMES } from './support/axe.ts'
import { buildApp } from './support/build-app.ts'
import { launchOptions } from './support/launch-options.ts'
import { lookOptions, overflowOf, WIDTHS, type Look } from './support/looks.ts'
import { startServer, type RunningIndex } from './support/start-server.ts'
import { addVirtualAuthenticator } from './support/virtual-authenticator.ts'
import { waitForApp } from './support/wait-for-app.ts'

/**
 * `node e2e/browser/account-journey.ts OUTDIR`: goes from registering over the verified address, a
 * passkey and recovery codes to a token, and takes a picture of every step: narrow and wide, light
 * and dark, in English and in the pseudo-language. Whoever changes a form looks at them.
 */
const [out] = process.argv.slice(2)
if (out === undefined) {
  process.stderr.write('usage: node e2e/browser/account-journey.ts OUTDIR\n')
  process.exit(2)
}

/** What a text is found by: the pseudo-language accents letters, adds brackets and makes it longer. */
const LANGUAGES = {
  en: (text: string) => new RegExp(`^${text}$`),
  'en-XA': (text: string) => new RegExp(`^\\[${text.replaceAll(/[aceinouy]/gi, '.')}~+\\]$`),
} as const

type Language = keyof typeof LANGUAGES

async function film(
  browser: Browser,
  server: RunningIndex,
  look: Look & { language: Language },
): Promise<void> {
  const { width, theme, language } = look
  const context = await browser.newContext(lookOptions(server, look))
  waitForApp(context)
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const say = LANGUAGES[language]
  const press = (text: string) => page.getByRole('button', { name: say(text) }).click()
  const fill = (label: string, value: string) => page.getByLabel(say(label)).fill(value)
  let step = 0
  const take = async (name: string) => {
    step += 1
    const file = `${language}-${theme}-${width}-${step}-${name}.png`
    await page.screenshot({ path: join(out!, file), fullPage: true })
    const overflow = await overflowOf(page)
    if (overflow > 0) process.stdout.write(`${file}: ${overflow} px wider than the window\n`)
  }

  const person = newPerson('film')
  await page.goto(`/register?locale=${language}`)
  await fill('Username', person.username)
  await fill('E-mail address', person.email)
  await fill('Password', 'password')
  await press('Create account')
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await take('register-refused')
  await fill('Password', person.password)
  await page.waitForLoadState('networkidle')
  await take('register-right')
  await press('Create account')
  await page.waitForURL('**/check-mail')
  await take('check-mail')
  const [mail] = await server.mailsTo(person.email)
  await page.goto(mail!.links.find((link) => link.includes('/verify-email'))!)
  await page.waitForLoadState('networkidle')
  await take('verify-email')
  await signIn(context, server, person)
  await addVirtualAuthenticator(page)
  await page.goto('/account/two-factor', { waitUntil: 'networkidle' })
  await take('two-factor')
  await press('Add a passkey')
  await page.getByRole('dialog').waitFor()
  await take('passkey-name')
  await press('Save the name')
  const codes = page.getByRole('list', { name: say('Recovery codes') }).locator('code')
  await codes.first().waitFor()
  await take('recovery-codes')
  await fill('One of your recovery codes', (await codes.allTextContents())[0]!)
  await press('I have them')
  await codes.first().waitFor({ state: 'detached' })
  await take('two-factor-on')
  await page.goto('/account/tokens/new', { waitUntil: 'networkidle' })
  await take('new-token')
  await fill('Name', 'laptop')
  await page.getByRole('radio').last().check()
  await press('Create token')
  await page.getByRole('button', { name: say('I have copied it') }).waitFor()
  await take('token-created')
  await context.close()
}

await mkdir(out, { recursive: true })
await buildApp()
const server = await startServer({ LIMIT_REGISTRATIONS_PER_HOUR: '1000' })
const browser = await chromium.launch(launchOptions())
try {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    for (const theme of THEMES) {
      for (const width of WIDTHS) await film(browser, server, { width, theme, language })
    }
  }
} finally {
  await browser.close()
  await server.stop()
}
