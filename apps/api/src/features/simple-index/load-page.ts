import type { Db } from '../../infra/db/database.ts'
import { escapeHtml, FILES_PLACEHOLDER, SITE_PLACEHOLDER } from './render-files.ts'
import { SIMPLE_VIEW } from './rewrite-pages.ts'

/** Version of the Simple API that both forms declare (PEP 629, 792). */
export const API_VERSION = '1.4'

export type SimplePage = {
  readonly projectId: string
  readonly serial: bigint
  readonly isPublic: boolean
  readonly html: Buffer
  readonly json: Buffer
}

/** What stands in pages in place of the marks. */
export type PageUrls = {
  readonly filesUrl: string
  readonly ownFilesUrl: string
  readonly siteUrl: string
}

type StoredPage = {
  projectId: string
  serial: bigint
  status: string
  statusReason: string | null
  versions: string[]
  isPublic: boolean
  /** The listed files in both forms, joined. */
  html: string
  json: string
}

/** The stored page of a normalized name, put together with its serial; undefined when there is none. */
export async function loadPage(
  db: Db,
  name: string,
  { filesUrl, ownFilesUrl, siteUrl }: PageUrls,
): Promise<SimplePage | undefined> {
  const page = await readPage(db, name)
  if (page === undefined) return undefined
  const { projectId, serial, status, statusReason, versions, isPublic } = page
  // Clients send credentials to the host of the page only.
  const url = isPublic ? filesUrl : ownFilesUrl
  const withUrls = (text: string) =>
    Buffer.from(text.replaceAll(FILES_PLACEHOLDER, url).replaceAll(SITE_PLACEHOLDER, siteUrl))
  const statusOf = statusReason === null ? { status } : { status, reason: statusReason }
  return {
    projectId,
    serial,
    isPublic,
    html: withUrls(htmlPage(name, status, statusReason, serial, page.html)),
    json: withUrls(jsonPage(name, statusOf, versions, serial, page.json)),
  }
}

/**
 * Head and fragments in one statement, which sees one snapshot: a commit between two reads would put
 * new files under an old serial. A quarantined project offers no files (PEP 792).
 */
async function readPage(db: Db, name: string): Promise<StoredPage | undefined> {
  const [page] = await db.$queryRaw<StoredPage[]>`
    SELECT
      page.project_id::text AS "projectId", page.serial, page.status::text,
      page.status_reason AS "statusReason",
      CASE WHEN page.status = 'quarantined' THEN '{}' ELSE page.versions END AS versions,
      page.is_public AS "isPublic",
      coalesce(files.html, '') AS html, coalesce(files.json, '') AS json
    FROM simple_pages AS page CROSS JOIN LATERAL (
      SELECT
        string_agg(html, '' ORDER BY first_key) AS html,
        string_agg(nullif(json, ''), ',' ORDER BY first_key) AS json
      FROM simple_fragments
      WHERE project_id = page.project_id AND page.status <> 'quarantined') AS files
    WHERE page.view = ${SIMPLE_VIEW} AND page.name = ${name}`
  return page
}

function htmlPage(
  name: string,
  status: string,
  reason: string | null,
  serial: bigint,
  anchors: string,
): string {
  const reasonMeta =
    reason === null
      ? ''
      : `    <meta name="pypi:project-status-reason" content="${escapeHtml(reason)}">\n`
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="${API_VERSION}">
    <meta name="pypi:project-status" content="${status}">
${reasonMeta}    <title>Links for ${name}</title>
  </head>
  <body>
    <h1>Links for ${name}</h1>
${anchors}  </body>
</html>
<!--SERIAL ${serial}-->`
}

function jsonPage(
  name: string,
  status: Record<string, string>,
  versions: readonly string[],
  serial: bigint,
  files: string,
): string {
  const meta = `{"_last-serial":${serial},"api-version":"${API_VERSION}"}`
  return `{"meta":${meta},"name":${JSON.stringify(name)},"project-status":${JSON.stringify(status)},"versions":${JSON.stringify(versions)},"files":[${files}]}\n`
}
