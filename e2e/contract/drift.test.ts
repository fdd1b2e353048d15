import { describe, expect, test } from '@jest/globals'
import {
  ENDPOINTS,
  getProject,
  getProjectDownloads,
  getRelease,
  getTwoFactor,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { CASES } from './all-cases.ts'
import { startMockTarget } from './targets/mock.ts'
import type { Target } from './targets/target.ts'
import { createWorld, type World } from './world.ts'

type Body = Record<string, unknown>

/** Lists that stand under another name than `items`. */
const MORE_LISTS: readonly (readonly [Endpoint, string])[] = [
  [getProject, 'releases'],
  [getProject, 'people'],
  [getRelease, 'files'],
  [getProjectDownloads, 'days'],
  [getTwoFactor, 'passkeys'],
]

const shapeOf = ({ response }: Endpoint): object =>
  (response as { def?: { shape?: object } } | undefined)?.def?.shape ?? {}

const lists = [
  ...ENDPOINTS.filter((endpoint) => 'items' in shapeOf(endpoint)).map(
    (endpoint) => [endpoint, 'items'] as const,
  ),
  ...MORE_LISTS,
]

/** The mock, but that one operation answers in another way. */
function drifting(endpoint: Endpoint, change: (body: Body) => Body): Target {
  const target = startMockTarget()
  const path = new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
  return {
    ...target,
    fetch: async (request, address) => {
      const response = await target.fetch(request, address)
      const isMeant = request.method === endpoint.method && path.test(new URL(request.url).pathname)
      if (!isMeant || !response.ok) return response
      const body = change((await response.json()) as Body)
      return Response.json(body, { status: response.status, headers: response.headers })
    },
  }
}

/** Whether one of the cases that show how the operation works fails here. */
async function isNoticed(endpoint: Endpoint, world: World): Promise<boolean> {
  for (const { operation, shows, run } of CASES) {
    if (operation !== endpoint || shows !== 'success') continue
    try {
      await run(world)
    } catch {
      return true
    }
  }
  return false
}

/** A contract is worth what it notices: answers are changed on purpose here. */
describe('another order is noticed', () => {
  test.each(lists.map(([endpoint, name]) => [`${endpoint.id}.${name}`, endpoint, name] as const))(
    '%s',
    async (_list, endpoint, name) => {
      const reverse = (body: Body) => ({ ...body, [name]: (body[name] as unknown[]).toReversed() })
      const noticed = await isNoticed(endpoint, createWorld(drifting(endpoint, reverse)))
      // A case has to compare two entries at least, in their order.
      expect({ list: name, 'a case fails when it is turned round': noticed }).toEqual({
        list: name,
        'a case fails when it is turned round': true,
      })
    },
  )
})
