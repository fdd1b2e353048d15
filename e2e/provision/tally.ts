/** What one kind of check came to; `note` is printed beside the counts. */
export type Tally = {
  kind: string
  passed: number
  failed: number
  skipped: number
  note?: string
}

/** The whole run: tallies in the order they were made, and the kinds left out on explicit demand. */
export type RunResult = { tallies: Tally[]; leftOut: { kind: string; why: string }[] }

/** A kind that could not give counts (a crash, something missing): one failure. */
export function failedKind(kind: string): Tally {
  return { kind, passed: 0, failed: 1, skipped: 0 }
}

/** Puts together one tally from checks that either hold or not. */
export function tallyOf(kind: string, outcomes: readonly boolean[]): Tally {
  const passed = outcomes.filter(Boolean).length
  return { kind, passed, failed: outcomes.length - passed, skipped: 0 }
}

/**
 * The closing lines: a table with a row per kind, what was left out by name, and as the last line
 * `N passed, N failed`, with `, N skipped` where a runner skipped tests.
 */
export function formatSummary({ tallies: parts, leftOut }: RunResult): string {
  const tallies = joinParts(parts)
  const sum = (count: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + count(tally), 0)
  const width = Math.max(4, ...tallies.map((tally) => tally.kind.length))
  const row = (kind: string, ...cells: (string | number)[]): string =>
    `   ${kind.padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join('')}`
  const skipped = sum((tally) => tally.skipped)
  return [
    row('kind', 'passed', 'failed', 'skipped'),
    ...tallies.map(
      ({ kind, passed, failed, skipped: left, note }) =>
        row(kind, passed, failed, left) + (note === undefined ? '' : `  (${note})`),
    ),
    ...leftOut.map(({ kind, why }) => `   left out: ${kind} (${why})`),
    '',
    `${sum((tally) => tally.passed)} passed, ${sum((tally) => tally.failed)} failed${
      skipped > 0 ? `, ${skipped} skipped` : ''
    }`,
  ].join('\n')
}

/** Kinds that ran in several parts count once, in the place of the first of them. */
function joinParts(tallies: readonly Tally[]): Tally[] {
  const joined = new Map<string, Tally>()
  for (const { kind, passed, failed, skipped, note } of tallies) {
    const known = joined.get(kind)
    const notes = [known?.note, note].filter((one) => one !== undefined)
    joined.set(kind, {
      kind,
      passed: passed + (known?.passed ?? 0),
      failed: failed + (known?.failed ?? 0),
      skipped: skipped + (known?.skipped ?? 0),
      ...(notes.length > 0 ? { note: notes.join(', ') } : {}),
    })
  }
  return [...joined.values()]
}

/** True if nothing failed and something was checked at all. */
export function isGreen({ tallies }: RunResult): boolean {
  return tallies.every((tally) => tally.failed === 0) && tallies.some((tally) => tally.passed > 0)
}
