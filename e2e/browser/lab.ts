import { chromium } from '@playwright/test'
import { loadScreens } from './lab/load-screens.ts'
import { makeIndex } from './lab/make-index.ts'
import { report, type Row } from './lab/report.ts'
import { walk } from './lab/walk.ts'
import { buildApp } from './support/build-app.ts'
import { launchOptions } from './support/launch-options.ts'

/**
 * `node e2e/browser/lab.ts [RUNS] [PART]`: what a visitor with a middling telephone feels (1.6 Mbit/s,
 * 150 ms to each answer, a processor four times slower) of the production build, served by the real
 * server. First each screen by itself with an empty cache, then one way through the app; with a
 * PART of addresses only those screens. The middle of RUNS (3) counts. Ends with 1 where a figure is
 * over its limit.
 */
const [runs = '3', part] = process.argv.slice(2)

await buildApp()
const index = await makeIndex()
const browser = await chromium.launch(launchOptions())
try {
  const taken: Row[][] = []
  for (let run = 0; run < Number(runs); run += 1) {
    const loaded = await loadScreens(browser, index, part ?? '')
    taken.push(part === undefined ? [...loaded, ...(await walk(browser, index))] : loaded)
  }
  const { table, over } = report(taken)
  process.stdout.write(`${table}\n`)
  if (over.length > 0) {
    process.stdout.write(`\nover the limit:\n${over.join('\n')}\n`)
    process.exitCode = 1
  }
} finally {
  await browser.close()
  await index.server.stop()
}
