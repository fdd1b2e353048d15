type Results = {
  testResults: {
    testFilePath: string
    testResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

/**
 * After the run: of how many operations cases passed and none failed, and how many cases passed, of
 * those that there are, on each target. A reporter of Jest.
 */
// Jest asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default class PrintCoverage {
  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    for (const target of ['mock', 'api']) {
      const cases = testResults
        .filter(({ testFilePath }) => testFilePath.endsWith(`/e2e/contract/${target}.test.ts`))
        .flatMap((file) => file.testResults)
      const passed = cases.filter(({ status }) => status === 'passed')
      if (passed.length === 0) continue
      const failed = namesOf(cases.filter(({ status }) => status === 'failed'))
      const covered = [...namesOf(passed)].filter((name) => !failed.has(name))
      process.stdout.write(
        `Contract on ${target}: ${covered.length} of ${namesOf(cases).size} operations, ` +
          `${passed.length} of ${cases.length} cases\n`,
      )
    }
  }
}

/** The operations that cases are about: the first word of their titles. */
const namesOf = (cases: { title: string }[]): Set<string> =>
  new Set(cases.map(({ title }) => title.split(' ', 1)[0] ?? ''))
