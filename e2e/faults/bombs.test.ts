import { describe, expect, test } from '@jest/globals'
import { testDatabases } from '../clients/test-databases.ts'
import { sendMany } from './bombs.ts'
import { makeDistribution } from './distributions.ts'
import { makeSite } from './site.ts'
import { findVisibleFault, upload } from './upload.ts'

describe.each(testDatabases())('archives that explode, on the $name', (kind) => {
  test('are refused, 60 at once, while pages are served; the next upload is taken', async () => {
    const site = await makeSite(await kind.create())
    try {
      const { origin } = await site.start()
      const { statuses, pages } = await sendMany(origin, site.tokens[0], 60)
      expect(statuses).toEqual({ 400: 60 })
      expect(pages).toBeGreaterThan(0)
      const honest = makeDistribution('sdist', 'honest')
      expect((await upload(origin, site.tokens[0], honest))?.status).toBe(200)
      expect(await findVisibleFault(origin, honest, 'present')).toBeUndefined()
    } finally {
      await site.close()
    }
  }, 180_000)
})
