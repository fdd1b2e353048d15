import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { PasswordVerdict } from '@wheelhouse/shared-types'
import zxcvbn from 'zxcvbn'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { SUGGESTIONS, WARNINGS } from './password-messages.ts'
import { createStrengthJudge } from './password-strength.ts'

/** A worker that answers only when told to. */
class SlowWorker extends EventTarget {
  asked: { sequence: number; password: string }[] = []
  terminated = false
  postMessage(question: { sequence: number; password: string }) {
    this.asked.push(question)
  }
  answer(sequence: number, score: PasswordVerdict['score']) {
    const verdict: PasswordVerdict = { score, passes: score > 2, warning: '', suggestions: [] }
    this.dispatchEvent(new MessageEvent('message', { data: { sequence, verdict } }))
  }
  terminate() {
    this.terminated = true
  }
}

let workers: SlowWorker[] = []
const start = () => {
  const worker = new SlowWorker()
  workers.push(worker)
  return worker as unknown as Worker
}

beforeEach(() => {
  workers = []
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('the judge of passwords', () => {
  test('answers the newest question only', async () => {
    const judge = createStrengthJudge(start)
    const first = judge.judge('a', {})
    const second = judge.judge('ab', {})
    expect(await first).toBeUndefined()
    workers[0]?.answer(1, 4)
    workers[0]?.answer(2, 1)
    expect(await second).toMatchObject({ score: 1 })
  })

  test('a worker that is stuck is replaced', async () => {
    const judge = createStrengthJudge(start)
    const warmUp = judge.judge('a', {})
    workers[0]?.answer(1, 0)
    await warmUp
    const stuck = judge.judge('ab', {})
    jest.advanceTimersByTime(1600)
    expect(await stuck).toBeNull()
    expect(workers[0]?.terminated).toBe(true)
    const next = judge.judge('abc', {})
    expect(workers).toHaveLength(2)
    workers[1]?.answer(3, 3)
    expect(await next).toMatchObject({ passes: true })
  })

  test('the first answer may take as long as the dictionaries need to arrive', async () => {
    const judge = createStrengthJudge(start)
    const first = judge.judge('a', {})
    jest.advanceTimersByTime(10_000)
    workers[0]?.answer(1, 2)
    expect(await first).toMatchObject({ score: 2 })
  })

  test('no worker, or one that dies: no verdict', async () => {
    const none = createStrengthJudge(() => {
      throw new Error('refused')
    })
    expect(await none.judge('a', {})).toBeNull()
    const judge = createStrengthJudge(start)
    const asked = judge.judge('a', {})
    workers[0]?.dispatchEvent(new Event('error'))
    expect(await asked).toBeNull()
  })
})

describe("the words for zxcvbn's advice", () => {
  test('cover every text that it has', () => {
    const require = createRequire(import.meta.url)
    const file = require.resolve('zxcvbn').replace(/main\.js$/, 'feedback.js')
    const texts = [
      ...readFileSync(file, 'utf8').matchAll(/'([A-Z][^'\n]*)'|"([A-Z](?:[^"\\\n]|\\.)*)"/g),
    ].map(([, single, double]) => (single ?? double ?? '').replaceAll('\\"', '"'))
    const known = { ...WARNINGS, ...SUGGESTIONS }
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter((text) => !(text in known))).toEqual([])
  })

  test.each([
    'password',
    'qwertyuiop',
    'abcdefghijkl',
    '1/1/1991',
    'aaaaaaaa',
    'jonathan',
    'P@ssw0rd',
  ])('are found for %s', (text) => {
    const { warning, suggestions } = zxcvbn(text).feedback
    expect(warning === '' || warning in WARNINGS).toBe(true)
    expect(suggestions.filter((suggestion) => !(suggestion in SUGGESTIONS))).toEqual([])
  })
})
