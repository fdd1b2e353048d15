import { ProblemError } from '@wheelhouse/shared-types'
import { describe, expect, test } from '@jest/globals'
import { DatabaseAwayError } from '../../infra/db/circuit.ts'
import { DatabaseBusyError } from '../../infra/db/connection-queue.ts'
import { createRecentAnswers } from './recent-answers.ts'

const START = Date.UTC(2026, 0, 1)
const away = () => Promise.reject(new DatabaseAwayError('it does not answer'))

describe('what the database said of a reader', () => {
  let now = START
  const recent = createRecentAnswers({ now: () => new Date(now) })
  const said = { is: 'known' }

  test('holds for five minutes while it is away, for that key alone', async () => {
    expect(await recent('one', () => Promise.resolve(said))).toBe(said)
    now = START + 299_999
    expect(await recent('one', away)).toBe(said)
    await expect(recent('other', away)).rejects.toThrow(DatabaseAwayError)
    // Being used does not prolong it.
    now = START + 300_000
    await expect(recent('one', away)).rejects.toThrow(DatabaseAwayError)
  })

  test('does not stand in for a database that is busy, and ends with a refusal', async () => {
    await recent('one', () => Promise.resolve(said))
    const fail = (error: Error) => recent('one', () => Promise.reject(error))
    const busy = new DatabaseBusyError()
    await expect(fail(busy)).rejects.toBe(busy)
    expect(await recent('one', away)).toBe(said)
    const revoked = new ProblemError('token_invalid', 'The API token is revoked')
    await expect(fail(revoked)).rejects.toBe(revoked)
    await expect(recent('one', away)).rejects.toThrow(DatabaseAwayError)
  })
})
