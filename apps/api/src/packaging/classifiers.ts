import { readFileSync } from 'node:fs'

interface ClassifierData {
  readonly version: string
  readonly classifiers: readonly string[]
  readonly deprecated: Readonly<Record<string, readonly string[]>>
}

const data = JSON.parse(
  readFileSync(new URL('./data/classifiers.json', import.meta.url), 'utf8'),
) as ClassifierData

const known = new Set(data.classifiers)
const deprecated = new Map(Object.entries(data.deprecated))

/** Every trove classifier that may be used, sorted. */
export function listClassifiers(): readonly string[] {
  return data.classifiers
}

/** Release of `trove-classifiers` that the list was made from. */
export const CLASSIFIERS_VERSION: string = data.version

/** Whether a classifier may be used; for a deprecated one, what to use instead. */
export function judgeClassifier(
  classifier: string,
):
  | { readonly verdict: 'known' | 'unknown' }
  | { readonly verdict: 'deprecated'; readonly replacements: readonly string[] } {
  const replacements = deprecated.get(classifier)
  if (replacements !== undefined) return { verdict: 'deprecated', replacements }
  return { verdict: known.has(classifier) ? 'known' : 'unknown' }
}
