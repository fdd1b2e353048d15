/** Something that the machine lacks, with the reason and what to do about it as its message. */
export class ProvisionError extends Error {
  override name = 'ProvisionError'
}

/** Prints one line that stands out: the beginning of a kind of check. */
export function headline(text: string): void {
  console.log(`\n== ${text}`)
}

/** Prints one indented line. */
export function say(text: string): void {
  console.log(`   ${text}`)
}

/** Seconds since a `performance.now()` reading, as it is printed: `3.2 s`. */
export function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

/**
 * Runs one step of the preparation and prints a line when it begins to take long and a line with
 * its seconds when it is over. What the step throws is passed on.
 */
export async function step<T>(title: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now()
  // A step that takes a moment would only add noise by announcing itself.
  const announce = setTimeout(() => say(`… ${title}`), 1500)
  try {
    const result = await run()
    say(`✓ ${title} (${secondsSince(start)})`)
    return result
  } catch (error) {
    say(`✗ ${title} (${secondsSince(start)})`)
    throw error
  } finally {
    clearTimeout(announce)
  }
}
