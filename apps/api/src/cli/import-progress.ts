import type { ImportWatcher } from '../features/imports/import-summary.ts'

type Terminal = {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const BAR = 24
const EVERY_FILES = 50
const EVERY_MS = 100

/**
 * Tells how far an import is: one line that is drawn over on a terminal, else a line each 50 files.
 * What goes wrong is told at once, skipped files only by their number. Writes to `out` alone.
 */
export function createImportProgress(out: Terminal): ImportWatcher & { end(): void } {
  const started = performance.now()
  let total = 0
  let done = 0
  let bytes = 0
  let drawn = 0

  const line = (filename: string): string => {
    const full = total === 0 ? 0 : Math.round((done / total) * BAR)
    const megabytes = bytes / 1e6
    const rate = megabytes / Math.max((performance.now() - started) / 1000, 0.001)
    const bar = `${'#'.repeat(full)}${'-'.repeat(BAR - full)}`
    return `[${bar}] ${done}/${total} files  ${megabytes.toFixed(1)} MB  ${rate.toFixed(1)} MB/s  ${filename}`
  }
  const clear = (): void => {
    if (out.isTTY === true && drawn > 0) out.write('\r\u001b[K')
    drawn = 0
  }
  const draw = (filename: string): void => {
    const now = performance.now()
    if (done < total && drawn > 0 && now - drawn < EVERY_MS) return
    // One short of the width: a full line would go on to the next.
    out.write(`\r${line(filename).slice(0, (out.columns ?? 80) - 1)}\u001b[K`)
    drawn = now
  }
  return {
    listed: (files) => {
      total += files
    },
    fetched: (more) => {
      bytes += more
    },
    done: (filename) => {
      done += 1
      if (out.isTTY === true) draw(filename)
      else if (done % EVERY_FILES === 0) out.write(`${line(filename)}\n`)
    },
    problem: ({ outcome, what, message }) => {
      if (outcome === 'skipped') return
      clear()
      out.write(`${outcome}: ${what}: ${message}\n`)
    },
    end: clear,
  }
}
