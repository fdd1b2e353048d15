import { defineConfig } from '@playwright/test'
import { launchOptions } from '../support/launch-options.ts'
import { LOOKS_OUT, LOOKS_URL } from './places.ts'

/** Run twice by `compare-looks.ts`: to take the pictures of the base, and to compare with them. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.looks.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  outputDir: `${LOOKS_OUT}/results`,
  reporter: [['dot'], ['html', { outputFolder: `${LOOKS_OUT}/report`, open: 'never' }]],
  expect: {
    timeout: 15_000,
    toHaveScreenshot: {
      pathTemplate: `${LOOKS_OUT}/base/{arg}{ext}`,
      animations: 'disabled',
      // One browser on one machine took both: they differ where something was changed.
      maxDiffPixels: 0,
      threshold: 0.02,
    },
  },
  use: {
    baseURL: LOOKS_URL,
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    browserName: 'chromium',
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
  },
})
