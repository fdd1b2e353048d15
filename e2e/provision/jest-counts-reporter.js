import { writeFileSync } from 'node:fs'

/**
 * Writes what jest counted, by project, to the file named in WHEELHOUSE_TEST_COUNTS. jest's own
 * JSON does not say which project a test file belongs to. A file that cannot be loaded counts as
 * one failure.
 */
export default class JestCountsReporter {
  #counts = {}

  onTestResult(test, result) {
    const kind = test.context.config.displayName?.name ?? 'jest'
    const counts = (this.#counts[kind] ??= { passed: 0, failed: 0, skipped: 0 })
    counts.passed += result.numPassingTests
    counts.failed += result.numFailingTests
    counts.skipped += result.numPendingTests + result.numTodoTests
    if (result.testExecError && result.numFailingTests === 0) counts.failed += 1
  }

  onRunComplete() {
    const file = process.env.WHEELHOUSE_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(this.#counts))
  }
}
