import type { DistributionFile } from '@wheelhouse/shared-types'

/** The compatibility tags of a wheel: the last three parts of its name (PEP 427). */
export function wheelTags(file: Pick<DistributionFile, 'kind' | 'filename'>): string[] {
  if (file.kind !== 'wheel') return []
  return file.filename
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3)
}

const byName = new Intl.Collator('en', { numeric: true })

/** Sources first, then wheels in the order of their numbers: cp39 before cp310. */
export function sortFiles<File extends Pick<DistributionFile, 'kind' | 'filename'>>(
  files: readonly File[],
): File[] {
  const rank = ({ kind }: File) => (kind === 'sdist' ? 0 : 1)
  return files.toSorted((a, b) => rank(a) - rank(b) || byName.compare(a.filename, b.filename))
}

/** The files whose names hold every word. */
export function filterFiles<File extends Pick<DistributionFile, 'filename'>>(
  files: readonly File[],
  words: string,
): File[] {
  const wanted = words.toLowerCase().split(' ').filter(Boolean)
  return files.filter(({ filename }) => {
    const name = filename.toLowerCase()
    return wanted.every((word) => name.includes(word))
  })
}
