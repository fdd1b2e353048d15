export type Outcome = 'imported' | 'unchanged' | 'skipped' | 'refused' | 'failed'

/** A file (or a whole source) that is not here now, and why. */
export type ImportProblem = {
  readonly outcome: 'skipped' | 'refused' | 'failed'
  /** A file name, or the path or address of a source. */
  readonly what: string
  /** A slug for programs. */
  readonly reason: string
  readonly message: string
}

export type ImportSummary = Readonly<Record<Outcome, number>> & {
  /** Fetched. */
  readonly bytes: number
  readonly seconds: number
  /** Why files were skipped, and how many for each reason. */
  readonly skippedFor: Readonly<Record<string, number>>
  /** The first 1,000 that were refused or failed. */
  readonly problems: readonly ImportProblem[]
  /** Whether the import was stopped, and how many of the files listed by then are left. */
  readonly interrupted: boolean
  readonly left: number
}

/** What is told while an import goes on. */
export type ImportWatcher = {
  /** So many more files are to be looked at. */
  listed(files: number): void
  /** One of them was looked at. */
  done(filename: string, outcome: 'imported' | 'unchanged' | 'refused' | 'failed'): void
  fetched(bytes: number): void
  problem(problem: ImportProblem): void
}

const MOST_PROBLEMS = 1_000

/** Counts an import and passes on what is told. */
export function createTally(watcher: ImportWatcher) {
  const counts: Record<Outcome, number> = {
    imported: 0,
    unchanged: 0,
    skipped: 0,
    refused: 0,
    failed: 0,
  }
  const skippedFor: Record<string, number> = {}
  const problems: ImportProblem[] = []
  const started = performance.now()
  let bytes = 0
  let listed = 0
  let looked = 0

  const note = (problem: ImportProblem): void => {
    counts[problem.outcome] += 1
    watcher.problem(problem)
    if (problem.outcome === 'skipped') {
      skippedFor[problem.reason] = (skippedFor[problem.reason] ?? 0) + 1
    } else if (problems.length < MOST_PROBLEMS) {
      problems.push(problem)
    }
  }
  return {
    listed: (files: number): void => {
      listed += files
      watcher.listed(files)
    },
    /** A source as a whole, or a file that is not looked at. */
    note,
    taken: (filename: string, outcome: 'imported' | 'unchanged', size: number): void => {
      looked += 1
      counts[outcome] += 1
      bytes += size
      watcher.fetched(size)
      watcher.done(filename, outcome)
    },
    turnedAway: (problem: ImportProblem & { outcome: 'refused' | 'failed' }): void => {
      looked += 1
      note(problem)
      watcher.done(problem.what, problem.outcome)
    },
    summary: (interrupted: boolean): ImportSummary => ({
      ...counts,
      bytes,
      seconds: Math.round(performance.now() - started) / 1000,
      skippedFor,
      problems,
      interrupted,
      left: listed - looked,
    }),
  }
}

export type Tally = ReturnType<typeof createTally>
