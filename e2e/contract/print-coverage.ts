type Results = {
  testResults: {
    testFilePath: string
    testResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

/** The files of each target; those of the API run its cases in two parts. */
const FILES = {
  mock: /\/e2e\/contract\/mock\.test\.ts$/,
  api: /\/e2e\/contract\/api-\d-of-\d\.test\.ts$/,
} as const

/**
 * After the run: of how many operations cases passed and none failed, and how many cases passed, of
 * those that there are, on each target. A reporter of Jest.
 */
// Jest asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default class PrintCoverage {
  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    for (const target of ['mock', 'api'] as const) {
      const cases = testResults
        .filter(({ testFilePath }) => FILES[target].test(testFilePath))
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
