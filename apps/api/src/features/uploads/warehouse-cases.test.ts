import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { runCase } from './test/case.ts'
import { groupCases, UPLOAD_CASES } from './test/upload-cases.ts'

describe('the table of cases', () => {
  test('has every number from 1 to 63, and each row once', () => {
    const ids = UPLOAD_CASES.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const numbers = new Set(ids.map((id) => Number.parseInt(id, 10)))
    expect([...numbers].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 63 }, (_, index) => index + 1),
    )
  })
})

describe.each(groupCases())('POLICY=pypi $title', ({ environment, cases }) => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi(environment)
  })
  afterAll(() => api.close())

  test.each(cases)('$id $what: $status $says', async (row) => {
    const { complaint } = await runCase(api, row)
    expect(complaint).toBeUndefined()
  })
})
