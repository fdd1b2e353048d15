import { expect } from '@jest/globals'
import { getProjectDownloads } from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'

const DAY_MS = 86_400_000

export const downloadCases: readonly Case[] = casesOf(getProjectDownloads, [
  [
    'success',
    'has a day for each of the last 30 and none for a project that nobody has had',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const before = Date.now()
      const found = await world.visitor().ok(getProjectDownloads, { params: { project } })
      expect(found).toMatchObject({ total: 0, versions: [], installers: [] })
      expect(found.days).toHaveLength(30)
      expect(found.days.every(({ count }) => count === 0)).toBe(true)
      const times = found.days.map(({ day }) => Date.parse(day))
      expect(times.every((time, index) => index === 0 || time - times[index - 1]! === DAY_MS)).toBe(
        true,
      )
      expect(times.at(-1)! + DAY_MS).toBeGreaterThan(before)
    },
  ],
  [
    'not_found',
    'knows no project of that name',
    async (world) => {
      const params = { project: world.unique('missing') }
      expectProblem(await world.visitor().ask(getProjectDownloads, { params }), 'not_found')
    },
  ],
])
