import type { LaunchOptions } from '@playwright/test'

/** What keeps a browser from talking to anybody but the page's own servers. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
]

/** The machine's Chromium: `WHEELHOUSE_TEST_CHROMIUM`, else the one of Debian's package. */
export function launchOptions(): LaunchOptions {
  return {
    executablePath: process.env['WHEELHOUSE_TEST_CHROMIUM'] || '/usr/bin/chromium',
    // Its sandbox refuses to run as root; everywhere else it stays on.
    chromiumSandbox: process.getuid?.() !== 0,
    args: QUIET,
  }
}
