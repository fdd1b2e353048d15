import type { Db } from '../../infra/db/database.ts'
import { escapeHtml, FILES_PLACEHOLDER } from './render-files.ts'
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

/**
 * The stored page of a normalized name, put together with its serial; undefined when there is none.
 * Head and fragments are read from one snapshot: a commit between two reads would put new files
 * under an old serial.
 */
export async function loadPage(
  db: Db,
  name: string,
  { filesUrl, ownFilesUrl }: { filesUrl: string; ownFilesUrl: string },
): Promise<SimplePage | undefined> {
  const [head, stored] = await db.$transaction(
    [
      db.simplePage.findUnique({ where: { view_name: { view: SIMPLE_VIEW, name } } }),
      db.simpleFragment.findMany({
        where: { project: { normalizedName: name } },
        orderBy: { firstKey: 'asc' },
      }),
    ],
    { isolationLevel: 'RepeatableRead' },
  )
  if (head === null) return undefined
  const { serial, status, statusReason, versions, isPublic, projectId } = head
  // A quarantined project offers no files (PEP 792).
  const quarantined = status === 'quarantined'
  const fragments = quarantined ? [] : stored
  // Clients send credentials to the host of the page only.
  const url = isPublic ? filesUrl : ownFilesUrl
  const withUrls = (text: string) => Buffer.from(text.replaceAll(FILES_PLACEHOLDER, url))
  return {
    projectId,
    serial,
    isPublic,
    html: withUrls(
      htmlPage(name, status, statusReason, serial, fragments.map(({ html }) => html).join('')),
    ),
    json: withUrls(
      jsonPage(
        name,
        statusReason === null ? { status } : { status, reason: statusReason },
        quarantined ? [] : versions,
        serial,
        fragments
          .map(({ json }) => json)
          .filter((json) => json !== '')
          .join(','),
      ),
    ),
  }
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
