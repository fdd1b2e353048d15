import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { launchOptions } from '../support/launch-options.ts'
import { LOOKS_OUT } from './places.ts'

/**
 * Nothing is painted in pieces or later, and there is no other host: pictures in a README are on some. (To
 * take hold of requests would keep the browser from keeping files.)
 */
const STEADY = [
  '--disable-checker-imaging',
  '--disable-partial-raster',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]
const options = launchOptions()

/** Run twice by `compare-looks.ts`: to take the pictures of the base, and to compare with them. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.looks.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: availableParallelism(),
  // The gallery is a hundred pictures, on a machine that may do other things as well.
  timeout: 400_000,
  outputDir: `${LOOKS_OUT}/results`,
  reporter: [['dot'], ['html', { outputFolder: `${LOOKS_OUT}/report`, open: 'never' }]],
  expect: {
    timeout: 30_000,
    toHaveScreenshot: {
      pathTemplate: `${LOOKS_OUT}/base/{arg}{ext}`,
      animations: 'disabled',
      // One browser on one machine took both: they differ where something was changed.
      maxDiffPixels: 0,
      threshold: 0.02,
    },
  },
  use: {
    browserName: 'chromium',
    launchOptions: { ...options, args: [...(options.args ?? []), ...STEADY] },
  },
})
