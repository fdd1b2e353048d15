import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CASES } from './all-cases.ts'
import type { Target } from './targets/target.ts'
import { createWorld, type World } from './world.ts'

/**
 * Declares every case as a test against one target. `lacks` are the needs that this target cannot
 * arrange, each with the reason, which stands in the name of the skipped test.
 */
export function runCases(
  name: Target['name'],
  start: () => Target | Promise<Target>,
  lacks: Readonly<Record<string, string>> = {},
): void {
  describe(`${name}`, () => {
    let world: World
    beforeAll(async () => {
      world = createWorld(await start())
    })
    afterAll(async () => {
      await world?.target.close()
    })

    for (const { operation, shows, name: title, needs, run } of CASES) {
      const reason = needs === undefined ? undefined : lacks[needs]
      const label = `${operation.id} (${shows}): ${title}`
      if (reason !== undefined) {
        // oxlint-disable-next-line jest/no-disabled-tests -- what a target cannot arrange is seen in the report
        test.skip(`${label}, because ${reason}`, () => expect.hasAssertions())
        continue
      }
      test(`${label}`, async () => {
        expect.hasAssertions()
        await run(world)
      })
    }
  })
}
