import { expect, test } from '@jest/globals'
import { fuzzArchives } from './fuzz-archives.ts'

test('of 2,000 mutated archives, Python sees in the accepted ones what we see', async () => {
  const report = await fuzzArchives(2_000, 20_261_124)
  expect(report.crashes).toEqual([])
  expect(report.differences).toEqual([])
  // Enough of both, so that neither side is empty.
  expect(report.accepted).toBeGreaterThan(200)
  expect(Object.keys(report.refusals).length).toBeGreaterThan(15)
}, 120_000)
