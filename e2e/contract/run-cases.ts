import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CASES } from './all-cases.ts'
import type { Target } from './targets/target.ts'
import { createWorld, type World } from './world.ts'

/** Milliseconds; a cold start makes a database, and each person costs a slow hash. */
const START_TIMEOUT = 120_000
const CASE_TIMEOUT = 60_000

/** Declares every case as a test against one target. */
export function runCases(name: Target['name'], start: () => Promise<Target>): void {
  describe(`${name}`, () => {
    let world: World
    beforeAll(async () => {
      world = createWorld(await start())
    }, START_TIMEOUT)
    afterAll(async () => {
      await world?.target.close()
    }, START_TIMEOUT)

    for (const { operation, shows, name: title, run } of CASES) {
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
