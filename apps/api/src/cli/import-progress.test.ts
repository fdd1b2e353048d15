import { describe, expect, test } from '@jest/globals'
import { createImportProgress } from './import-progress.ts'

function terminal(isTTY: boolean, columns = 60) {
  const written: string[] = []
  return { isTTY, columns, written, write: (text: string) => written.push(text) }
}

describe('the progress of an import', () => {
  test('on a terminal it is one line, drawn over, never wider than the terminal', () => {
    const out = terminal(true)
    const progress = createImportProgress(out)
    progress.listed(2)
    progress.done('a-very-long-file-name-that-does-not-fit-1.0-py3-none-any.whl', 'imported')
    progress.fetched(2_500_000)
    progress.done('last-1.0-py3-none-any.whl', 'imported')
    progress.end()
    expect(out.written).toHaveLength(3)
    const [first, last, end] = out.written
    expect(first).toMatch(/^\r\[#{12}-{12}\] 1\/2 files {2}0\.0 MB/)
    expect(last).toMatch(/^\r\[#{24}\] 2\/2 files {2}2\.5 MB/)
    for (const line of [first, last]) {
      expect(line!.slice(1).replace('\u001b[K', '').length).toBeLessThanOrEqual(59)
      expect(line).not.toContain('\n')
    }
    expect(end).toBe('\r\u001b[K')
  })

  test('elsewhere it is a line each 50 files; problems are told at once, skipped ones are not', () => {
    const out = terminal(false)
    const progress = createImportProgress(out)
    progress.listed(120)
    for (let index = 0; index < 119; index += 1) progress.done(`f-${index}`, 'unchanged')
    progress.problem({ outcome: 'skipped', what: 'x.egg', reason: 'format', message: 'old' })
    progress.problem({ outcome: 'refused', what: 'y.whl', reason: 'bad', message: 'No.' })
    progress.end()
    expect(out.written.map((line) => line.replace(/ {2}.*/, '').trim())).toEqual([
      '[##########--------------] 50/120 files',
      '[####################----] 100/120 files',
      'refused: y.whl: No.',
    ])
  })
})
