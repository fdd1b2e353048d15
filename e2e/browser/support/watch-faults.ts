import type { BrowserContext } from '@playwright/test'

/**
 * Adds to `faults` everything that a page of the context complains of: console errors (a violated security policy is
 * one), uncaught errors, and violations that another listener might swallow. Not counted: the line
 * that Chromium writes for each answer of the API from 400 to 499, which the screens expect, the same for
 * the page of what does not exist, and the one that the sandboxed mailbox gives for the script that is
 * added here.
 */
export async function watchFaults(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // oxlint-disable-next-line eslint/no-console -- the way out of the page
      console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`)
    })
  })
  context.on('console', (message) => {
    const { url } = message.location()
    const status = /^Failed to load resource: the server responded with a status of (4\d\d)/.exec(
      message.text(),
    )?.[1]
    const isAnswer =
      status !== undefined &&
      (new URL(url).pathname.startsWith('/api/v1/') ||
        (status === '404' && message.page()?.url() === url))
    const isOurs = /^Blocked script execution in '[^']*\/dev\/mail'/.test(message.text())
    if (message.type() === 'error' && !isAnswer && !isOurs)
      faults.push(`${message.text()} (${url})`)
  })
  context.on('weberror', (error) => faults.push(String(error.error())))
}
