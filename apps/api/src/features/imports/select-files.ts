import { classifyFilename } from './classify-filename.ts'
import type { Listing, NamedFile, Skipped, SourceFile } from './source-file.ts'

export type Selection = {
  /** Only these projects (PEP 503 names); undefined: all. */
  readonly projects?: ReadonlySet<string>
  /** Only so many of the newest versions of each project; undefined: all. */
  readonly latest?: number
  /** Whether pre-releases count as newest versions beside finals. */
  readonly pre: boolean
}

/**
 * What of a source's files is to be imported, in order: projects by name, the newest version first
 * (so that a project has the spelling of its newest file), wheels before source distributions (so
 * that a release has the metadata of a wheel).
 * @param owner PEP 503 name of the project that all files must belong to: another's are skipped
 */
export function selectFiles(
  found: readonly SourceFile[],
  selection: Selection,
  owner?: string,
): Listing {
  const skipped: Skipped[] = []
  const files: NamedFile[] = []
  for (const file of found) {
    const named = classifyFilename(file.filename)
    if ('skip' in named) {
      skipped.push({ filename: file.filename, reason: named.skip, message: named.why })
    } else if (owner !== undefined && named.project !== owner) {
      const message = `it belongs to ${named.project}, but is on the page of ${owner}`
      skipped.push({ filename: file.filename, reason: 'other-project', message })
    } else if (selection.projects?.has(named.project) ?? true) {
      files.push({ ...file, named })
    }
  }
  return { files: newest(files, selection).toSorted(compareFiles), skipped }
}

function newest(files: readonly NamedFile[], { latest, pre }: Selection): readonly NamedFile[] {
  if (latest === undefined) return files
  const byProject = Map.groupBy(files, (file) => file.named.project)
  return [...byProject.values()].flatMap((all) => {
    const finals = all.filter((file) => !file.named.prerelease)
    // As installers do: who has pre-releases only is taken at those.
    const counted = pre || finals.length === 0 ? all : finals
    const keys = [...new Set(counted.map((file) => file.named.versionKey))]
    const kept = new Set(keys.toSorted().toReversed().slice(0, latest))
    return counted.filter((file) => kept.has(file.named.versionKey))
  })
}

function compareFiles(left: NamedFile, right: NamedFile): number {
  return (
    compareTexts(left.named.project, right.named.project) ||
    compareTexts(right.named.versionKey, left.named.versionKey) ||
    // "wheel" is after "sdist" in the alphabet.
    compareTexts(right.named.kind, left.named.kind) ||
    compareTexts(left.filename, right.filename)
  )
}

/** By code units, as the database sorts. */
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
