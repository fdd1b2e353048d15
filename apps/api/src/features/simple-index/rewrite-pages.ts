import type { Tx } from '../../infra/db/database.ts'
import { renderHtmlFiles, renderJsonFiles, type ListedFile } from './render-files.ts'

/** A fragment that grows beyond this is split in two. */
const MOST_FILES = 500
const SPLIT_FILES = 250

/** The view that pip reads; other renderings of a name would have names of their own. */
export const SIMPLE_VIEW = 'simple'

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
  const fragments = await tx.simpleFragment.findMany({
    where: { projectId: project.id },
    select: { firstKey: true },
    orderBy: { firstKey: 'asc' },
  })
  const starts = fragments.map((fragment) => fragment.firstKey)
  if (starts.length === 0) starts.push('')
  const touched = new Set(sortKeys.map((key) => startOf(starts, key)))
  for (const start of touched) {
    const next = starts[starts.indexOf(start) + 1]
    await rewriteFragment(tx, project.id, start, next)
  }
  await rewriteHead(tx, project)
}

function startOf(starts: readonly string[], key: string): string {
  return starts.findLast((start) => start <= key) ?? ''
}

async function rewriteFragment(
  tx: Tx,
  projectId: string,
  start: string,
  end: string | undefined,
): Promise<void> {
  const files = await readListed(tx, projectId, start, end)
  const runs = split(files)
  const data = runs.map((run, index) => {
    return {
      projectId,
      firstKey: index === 0 ? start : run[0]!.sortKey,
      fileCount: run.length,
      html: renderHtmlFiles(run),
      json: renderJsonFiles(run),
    }
  })
  const [first, ...rest] = data as [(typeof data)[number], ...typeof data]
  // An empty fragment is kept only where it begins the page: files before all others go there.
  if (first.fileCount === 0 && start !== '') {
    await tx.simpleFragment.deleteMany({ where: { projectId, firstKey: start } })
    return
  }
  await tx.$executeRaw`
    INSERT INTO simple_fragments (project_id, first_key, file_count, html, json)
    VALUES (${projectId}::uuid, ${start}, ${first.fileCount}, ${first.html}, ${first.json})
    ON CONFLICT (project_id, first_key) DO UPDATE SET
      file_count = excluded.file_count, html = excluded.html, json = excluded.json`
  if (rest.length > 0) await tx.simpleFragment.createMany({ data: rest })
}

type ListedRow = ListedFile & { readonly sortKey: string }

/** The files whose sort keys lie from `start` to before `end`, in order. */
async function readListed(
  tx: Tx,
  projectId: string,
  start: string,
  end: string | undefined,
): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>`
    SELECT file.filename, file.storage_path AS "storagePath", file.kind::text, file.sha256, file.size,
      file.requires_python AS "requiresPython", file.metadata_sha256 AS "metadataSha256",
      file.uploaded_at AS "uploadedAt", file.sort_key AS "sortKey",
      release.yanked_at IS NOT NULL AS yanked, release.yanked_reason AS "yankedReason"
    FROM files AS file JOIN releases AS release ON release.id = file.release_id
    WHERE file.project_id = ${projectId}::uuid AND file.state = 'published'
      AND release.state = 'published' AND file.sort_key >= ${start}
      AND (${end ?? null}::text IS NULL OR file.sort_key < ${end ?? null})
    ORDER BY file.sort_key`
}

function split<Item>(files: readonly Item[]): Item[][] {
  if (files.length <= MOST_FILES) return [[...files]]
  const runs: Item[][] = []
  for (let from = 0; from < files.length; from += SPLIT_FILES) {
    runs.push(files.slice(from, from + SPLIT_FILES))
  }
  return runs
}

/** Status, versions that have a listed file, and whether anybody may see it. */
async function rewriteHead(
  tx: Tx,
  { id, normalizedName }: { id: string; normalizedName: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO simple_pages
      (view, name, project_id, status, status_reason, versions, is_public, serial)
    SELECT ${SIMPLE_VIEW}, ${normalizedName}, id, status, status_reason, ARRAY(
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
