import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { launchOptions } from './support/launch-options.ts'

// Set here and inherited by the workers: two runs at once must not clear each other's files away.
process.env['WHEELHOUSE_TEST_RESULTS'] ??= join(tmpdir(), `wheelhouse-browser-${process.pid}`)

/** Real Chromium against the real index, which each worker starts for itself. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  globalSetup: './support/build-app.ts',
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: {
    timeout: 10_000,
    toMatchAriaSnapshot: { pathTemplate: '{testDir}/aria/{arg}{ext}' },
  },
  outputDir: process.env['WHEELHOUSE_TEST_RESULTS'],
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
  },
})
