import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createPasswords } from '@wheelhouse/api/test/passwords'
import { PASSWORD_PASS_SCORE, ProblemError } from '@wheelhouse/shared-types'
import { LEAKED_PASSWORD, requireStrongPassword } from '@wheelhouse/web/mock-api/passwords'
import { openBrowserJudge } from './browser-judge.ts'
import { manyPasswords } from './many-passwords.ts'

const CONTEXT = { name: 'Jane Doe', username: 'owner', email: 'jane.doe@example.org' }
const MINUTES = 60_000

let passwords: ReturnType<typeof createPasswords>
let browser: Awaited<ReturnType<typeof openBrowserJudge>>
beforeAll(async () => {
  passwords = createPasswords(1)
  browser = await openBrowserJudge()
})
afterAll(async () => {
  await Promise.all([passwords.close(), browser.close()])
})

/** Whether the mock takes it. */
async function mockPasses(password: string): Promise<boolean> {
  try {
    await requireStrongPassword(password, CONTEXT, 'body/password')
    return true
  } catch (error) {
    if (error instanceof ProblemError && error.errors?.[0]?.code === 'password_too_weak')
      return false
    throw error
  }
}

test(
  'the form, the API and the mock have one verdict on each of 2,000 passwords',
  async () => {
    const all = manyPasswords()
    expect(all).toHaveLength(2_000)
    expect(all).not.toContain(LEAKED_PASSWORD)
    const scores = [0, 0, 0, 0, 0]
    for (const password of all) {
      const [here, there] = await Promise.all([
        browser.judge(password, CONTEXT),
        passwords.judge(password, CONTEXT),
      ])
      expect([password, there]).toEqual([password, here])
      expect([password, await mockPasses(password)]).toEqual([password, here.passes])
      expect(here.passes).toBe(here.score >= PASSWORD_PASS_SCORE)
      scores[here.score]! += 1
    }
    // All of them weak, or all strong, would prove nothing.
    expect(Math.min(...scores)).toBeGreaterThan(20)
  },
  10 * MINUTES,
)
