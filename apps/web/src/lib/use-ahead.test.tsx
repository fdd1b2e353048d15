import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { cleanup, render } from '@testing-library/react'
import { useAhead } from './use-ahead.ts'

let fetched: number
let failing: boolean

async function load(): Promise<void> {
  fetched += 1
  if (failing) throw new TypeError('no answer')
}

function Screen({ needed = true }: { needed?: boolean }) {
  useAhead(needed ? load : undefined)
  return null
}

beforeEach(() => {
  fetched = 0
  failing = false
  jest.useFakeTimers()
})
afterEach(() => {
  cleanup()
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'requestIdleCallback')
  Reflect.deleteProperty(globalThis, 'cancelIdleCallback')
})

test('what a press will need is fetched once the screen has settled, and only where it is needed', async () => {
  const { rerender } = render(<Screen needed={false} />)
  await jest.advanceTimersByTimeAsync(5000)
  expect(fetched).toBe(0)
  rerender(<Screen />)
  expect(fetched).toBe(0)
  await jest.advanceTimersByTimeAsync(5000)
  rerender(<Screen />)
  await jest.advanceTimersByTimeAsync(5000)
  expect(fetched).toBe(1)
})

test('a screen that was left before fetches nothing', async () => {
  render(<Screen />).unmount()
  await jest.advanceTimersByTimeAsync(5000)
  expect(fetched).toBe(0)
})

test('the browser says when it is idle; what fails then is no failure of the screen', async () => {
  const idle: (() => void)[] = []
  const cancelled: number[] = []
  Object.assign(globalThis, {
    requestIdleCallback: (ask: () => void) => idle.push(ask),
    cancelIdleCallback: (id: number) => cancelled.push(id),
  })
  failing = true
  const { unmount } = render(<Screen />)
  await jest.advanceTimersByTimeAsync(5000)
  expect(fetched).toBe(0)
  idle[0]?.()
  // An unhandled rejection would fail the run.
  await jest.advanceTimersByTimeAsync(0)
  expect(fetched).toBe(1)
  unmount()
  expect(cancelled).toEqual([1])
})
