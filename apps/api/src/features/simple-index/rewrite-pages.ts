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
  const files = await tx.file.findMany({
    where: {
      projectId,
      state: 'published',
      release: { state: 'published' },
      sortKey: { gte: start, ...(end === undefined ? {} : { lt: end }) },
    },
    include: { release: { select: { yankedAt: true, yankedReason: true } } },
    orderBy: { sortKey: 'asc' },
  })
  await tx.simpleFragment.deleteMany({ where: { projectId, firstKey: start } })
  const runs = split(files)
  const data = runs.map((run, index) => {
    const listed = run.map(toListed)
    return {
      projectId,
      firstKey: index === 0 ? start : run[0]!.sortKey,
      fileCount: run.length,
      html: renderHtmlFiles(listed),
      json: renderJsonFiles(listed),
    }
  })
  // An empty fragment is kept only where it begins the page: files before all others go there.
  const kept = data.filter((fragment) => fragment.fileCount > 0 || fragment.firstKey === '')
  await tx.simpleFragment.createMany({ data: kept })
}

function split<Item>(files: readonly Item[]): Item[][] {
  if (files.length <= MOST_FILES) return [[...files]]
  const runs: Item[][] = []
  for (let from = 0; from < files.length; from += SPLIT_FILES) {
    runs.push(files.slice(from, from + SPLIT_FILES))
  }
  return runs
}

type FileRow = Omit<ListedFile, 'yanked' | 'yankedReason'> & {
  release: { yankedAt: Date | null; yankedReason: string | null }
}

function toListed(file: FileRow): ListedFile {
  const { yankedAt, yankedReason } = file.release
  return { ...file, yanked: yankedAt !== null, yankedReason }
}

async function rewriteHead(tx: Tx, { id, normalizedName }: { id: string; normalizedName: string }) {
  const project = await tx.project.findUniqueOrThrow({ where: { id } })
  const releases = await tx.release.findMany({
    where: { projectId: id, state: 'published', files: { some: { state: 'published' } } },
    select: { version: true },
    orderBy: { sortKey: 'asc' },
  })
  const head = {
    projectId: id,
    status: project.status,
    statusReason: project.statusReason,
    versions: releases.map((release) => release.version),
    isPublic: project.visibility === 'public',
  }
  await tx.simplePage.upsert({
    where: { view_name: { view: SIMPLE_VIEW, name: normalizedName } },
    create: { view: SIMPLE_VIEW, name: normalizedName, serial: 0n, ...head },
    update: head,
  })
}
