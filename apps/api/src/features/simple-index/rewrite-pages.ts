import type { Tx } from '../../infra/db/database.ts'
import { provenancePathOf } from '../integrity/provenance-path.ts'
import { renderHtmlFiles, renderJsonFiles, type ListedFile } from './render-files.ts'

/** A fragment that grows beyond this is split in two. */
const MOST_FILES = 100
const SPLIT_FILES = 50

/** The view that pip reads; other renderings of a name would have names of their own. */
export const SIMPLE_VIEW = 'simple'

/** Above every sort key: those are ASCII. */
const AFTER_ALL = '\u{10ffff}'

/**
 * Renders a project's simple page anew where `sortKeys` (of files that came, went or changed) lie,
 * and its head. Part of the transaction of the change, with the project's row locked: what is
 * committed is what is served. Costs the fragments touched, not the page.
 */
export async function rewritePages(
  tx: Tx,
  project: { id: string; normalizedName: string },
  sortKeys: readonly string[],
): Promise<void> {
  let fragments: Fragment[] = []
  let emptied: string[] = []
  for (let left = [...sortKeys]; left.length > 0;) {
    const { start, end, files } = await readRun(tx, project, left[0]!)
    left = left.filter((key) => key < start || key >= end)
    // An empty fragment is kept only where it begins the page: files before all others go there.
    if (files.length === 0 && start !== '') emptied = [...emptied, start]
    else fragments = [...fragments, ...renderFragments(start, files)]
  }
  await write(tx, project, fragments, emptied)
}

type ListedRow = ListedFile & { readonly sortKey: string }
type FoundRow = Omit<ListedRow, 'provenancePath'> & {
  readonly version: string
  readonly hasProvenance: boolean
}

/** What one fragment covers: sort keys from `start` to before `end`, and the files there, in order. */
type Run = { start: string; end: string; files: ListedRow[] }

/** The run that a file with this sort key belongs to; for a page without fragments, the whole of it. */
async function readRun(
  tx: Tx,
  { id: projectId, normalizedName }: { id: string; normalizedName: string },
  sortKey: string,
): Promise<Run> {
  const rows = await tx.$queryRaw<
    (Omit<Run, 'files'> & (FoundRow | { [Key in keyof FoundRow]: null }))[]
  >`
    WITH bounds AS (
      SELECT
        coalesce(max(first_key) FILTER (WHERE first_key <= ${sortKey}), '') AS first_key,
        coalesce(min(first_key) FILTER (WHERE first_key > ${sortKey}), ${AFTER_ALL}) AS next_key
      FROM simple_fragments WHERE project_id = ${projectId}::uuid
    )
    SELECT bounds.first_key AS start, bounds.next_key AS end,
      file.filename, file.storage_path AS "storagePath", file.kind::text, file.sha256, file.size,
      file.requires_python AS "requiresPython", file.metadata_sha256 AS "metadataSha256",
      file.uploaded_at AS "uploadedAt", file.sort_key AS "sortKey",
      release.yanked_at IS NOT NULL AS yanked, release.yanked_reason AS "yankedReason",
      release.version, EXISTS (
        SELECT FROM provenances WHERE file_id = file.id
      ) AS "hasProvenance"
    FROM bounds LEFT JOIN (files AS file JOIN releases AS release
        ON release.id = file.release_id
        AND file.state = 'published' AND release.state = 'published')
      ON file.project_id = ${projectId}::uuid
      AND file.sort_key >= bounds.first_key AND file.sort_key < bounds.next_key
    ORDER BY file.sort_key`
  const { start, end } = rows[0]!
  const files = rows
    .filter((row) => row.filename !== null)
    .map((row) => ({
      ...row,
      provenancePath: row.hasProvenance ? provenancePathOf(normalizedName, row) : null,
    }))
  return { start, end, files }
}

type Fragment = { firstKey: string; fileCount: number; html: string; json: string }

function renderFragments(start: string, files: readonly ListedRow[]): Fragment[] {
  return split(files).map((run, index) => ({
    firstKey: index === 0 ? start : run[0]!.sortKey,
    fileCount: run.length,
    html: renderHtmlFiles(run),
    json: renderJsonFiles(run),
  }))
}

function split<Item>(files: readonly Item[]): Item[][] {
  if (files.length <= MOST_FILES) return [[...files]]
  const runs: Item[][] = []
  for (let from = 0; from < files.length; from += SPLIT_FILES) {
    runs.push(files.slice(from, from + SPLIT_FILES))
  }
  return runs
}

/**
 * One statement for the fragments and the head: status, versions that have a listed file, and whether
 * anybody may see it.
 */
async function write(
  tx: Tx,
  { id, normalizedName }: { id: string; normalizedName: string },
  fragments: readonly Fragment[],
  emptied: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM simple_fragments
      WHERE project_id = ${id}::uuid AND first_key = ANY(${[...emptied]}::text[])
    ), written AS (
      INSERT INTO simple_fragments (project_id, first_key, file_count, html, json)
      SELECT ${id}::uuid, * FROM unnest(
        ${fragments.map(({ firstKey }) => firstKey)}::text[],
        ${fragments.map(({ fileCount }) => fileCount)}::int[],
        ${fragments.map(({ html }) => html)}::text[],
        ${fragments.map(({ json }) => json)}::text[])
      ON CONFLICT (project_id, first_key) DO UPDATE SET
        file_count = excluded.file_count, html = excluded.html, json = excluded.json
    )
    INSERT INTO simple_pages
      (view, name, project_id, status, status_reason, versions, is_public, serial)
    SELECT ${SIMPLE_VIEW}, ${normalizedName}, id, status, status_words, ARRAY(
        SELECT version FROM releases
        WHERE project_id = projects.id AND state = 'published' AND EXISTS (
          SELECT FROM files WHERE release_id = releases.id AND state = 'published'
        )
        ORDER BY sort_key
      ), visibility = 'public', 0
    FROM projects WHERE id = ${id}::uuid
    ON CONFLICT (view, name) DO UPDATE SET
      project_id = excluded.project_id, status = excluded.status,
      status_reason = excluded.status_reason, versions = excluded.versions,
      is_public = excluded.is_public`
}
