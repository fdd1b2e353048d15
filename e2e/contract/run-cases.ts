import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CASES } from './all-cases.ts'
import type { Target } from './targets/target.ts'
import { createWorld, type World } from './world.ts'

/** Milliseconds; a cold start makes a database, and each person costs a slow hash. */
const START_TIMEOUT = 120_000
const CASE_TIMEOUT = 60_000

/** The end of the name of a file that runs a part of the cases: those of a slow target run side by side. */
export const PART = /-(\d)-of-(\d)\.test\.ts$/

/** Declares every case, or those of the part that the file's name tells, as tests against one target. */
export function runCases(name: Target['name'], start: () => Promise<Target>, file: string): void {
  const [, part = '1', parts = '1'] = PART.exec(file) ?? []
  const cases = CASES.filter((_case, index) => index % Number(parts) === Number(part) - 1)
  describe(`${name}`, () => {
    let world: World
    beforeAll(async () => {
      world = createWorld(await start())
    }, START_TIMEOUT)
    afterAll(async () => {
      await world?.target.close()
    }, START_TIMEOUT)

    for (const { operation, shows, name: title, run } of cases) {
      const label = `${operation.id} (${shows}): ${title}`
      test(
        `${label}`,
        async () => {
          expect.hasAssertions()
          await run(world)
        },
        CASE_TIMEOUT,
      )
    }
  })
}
