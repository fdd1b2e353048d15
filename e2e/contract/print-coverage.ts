type Results = {
  testResults: {
    testFilePath: string
    testResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

/** After the run: how many operations and cases were passed, and on what. A reporter of Jest. */
// Jest asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default class PrintCoverage {
  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    const passed = testResults
      .filter(({ testFilePath }) =>
        /\/e2e\/contract\/(?:api-\d-of-\d|mock)\.test\.ts$/.test(testFilePath),
      )
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'passed')
    if (passed.length === 0) return
    const count = (values: string[]) => new Set(values).size
    const operations = count(passed.map(({ title }) => title.split(' ', 1)[0] ?? ''))
    const cases = count(passed.map(({ title }) => title))
    const targets = new Set(passed.map(({ ancestorTitles }) => ancestorTitles[0]))
    process.stdout.write(
      `Contract: ${operations} operations, ${cases} cases, on ${[...targets].join(' and ')}\n`,
    )
  }
}
