/** Runs one step of starting and prints what it was, how it ended and how long it took. */
export async function step<Result>(
  what: string,
  work: () => Promise<Result>,
  summarize: (result: Result) => string = () => '',
): Promise<Result> {
  const started = performance.now()
  process.stdout.write(`  ${what} …`)
  try {
    const result = await work()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const summary = summarize(result)
    process.stdout.write(` ${summary === '' ? 'done' : summary} (${seconds} s)\n`)
    return result
  } catch (error) {
    process.stdout.write(' failed\n')
    throw error
  }
}
