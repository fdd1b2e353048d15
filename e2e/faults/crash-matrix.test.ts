import { describe, expect, test } from '@jest/globals'
import { testDatabases } from '../clients/test-databases.ts'
import { runCrashMatrix } from './crash-matrix.ts'

/** The steps between which it matters most; `node e2e/faults/crash-matrix.ts` takes all of them. */
function chooseTelling(trace: readonly string[]): number[] {
  const link = trace.lastIndexOf('link')
  return [
    trace.indexOf('write'),
    trace.indexOf('link'),
    trace.indexOf('fsync', link),
    trace.indexOf('sent BEGIN') + 11,
    trace.indexOf('send COMMIT'),
    trace.indexOf('sent COMMIT'),
    trace.indexOf('replied'),
  ]
}

describe.each(testDatabases())('on the $name', (database) => {
  test('a kill at any step leaves nothing half, and the second try succeeds', async () => {
    const result = await runCrashMatrix({
      database,
      kind: 'wheel',
      scope: 'process',
      choose: chooseTelling,
    })
    expect(result.faults).toEqual([])
    expect(result.crashes.filter(({ faults }) => faults.length > 0)).toEqual([])
    expect(result.crashes.map(({ what }) => what)).toEqual([
      'write',
      'link',
      'fsync',
      expect.stringContaining('query'),
      'send COMMIT',
      'sent COMMIT',
      'replied',
    ])
    expect(result.crashes.filter(({ killed }) => !killed)).toEqual([])
    // Killed after the link and before the commit, content is left that no row names.
    expect(result.orphans).toBeGreaterThan(0)

    expectOrder(result.trace)
  }, 300_000)
})

/** Content synced, linked, folders synced, one transaction without a call of the file system, answer. */
function expectOrder(trace: readonly string[]): void {
  // Queries of background work come at any moment, also last.
  const steps = trace.filter((step) => !/^(?:send|sent) query$/.test(step)).join('\n')
  // File and sidecar are synced while other things go on; both before the first of them has a name.
  expect(steps).toMatch(
    /^open\n(?:write\n)+(?:(?:open|write)\n)*fsync\n(?:(?:open|write)\n)*fsync\n(?:mkdir\nlink\n){2}(?:(?:open|fsync)\n)*fsync\nrm\nunlink\nsend BEGIN\nsent BEGIN\nsend COMMIT\nsent COMMIT\nrm\nunlink\nreply\nreplied$/,
  )
}
