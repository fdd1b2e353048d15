import type { Deps } from '../../deps.ts'
import { escapeXml, XML_HEAD } from '../../http/xml.ts'
import { countListedProjects, readListedProjects } from './sitemap.queries.ts'

type Parts = Pick<Deps, 'db' | 'config'>

const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9'
/** The format allows no more addresses in one document, nor documents in an index. */
const MOST_ADDRESSES = 50_000

/** The document that names the parts; there is always a first one. */
export async function makeSitemapIndex({ db, config }: Parts): Promise<string> {
  const parts = Math.max(1, Math.ceil(((await countListedProjects(db)) + 1) / MOST_ADDRESSES))
  const lines = Array.from(
    { length: parts },
    (_, index) =>
      `  <sitemap><loc>${escapeXml(`${config.PUBLIC_URL}/sitemap-${index + 1}.xml`)}</loc></sitemap>\n`,
  )
  return `${XML_HEAD}<sitemapindex xmlns="${SCHEMA}">\n${lines.join('')}</sitemapindex>\n`
}

/** Part `part` (from 1): project pages by name, each with the day of its last change. */
export async function makeSitemapPart(
  { db, config }: Parts,
  part: number,
): Promise<string | undefined> {
  const base = escapeXml(`${config.PUBLIC_URL}/project/`)
  const lines: string[] =
    part === 1 ? [`  <url><loc>${escapeXml(config.PUBLIC_URL)}/</loc></url>\n`] : []
  // The start page has a place of its own in the first part.
  const offset = part === 1 ? 0 : (part - 1) * MOST_ADDRESSES - 1
  const room = MOST_ADDRESSES - lines.length
  for await (const run of readListedProjects(db, offset, room)) {
    for (const { normalizedName, updatedAt } of run) {
      const day = updatedAt.toISOString().slice(0, 10)
      lines.push(`  <url><loc>${base}${normalizedName}/</loc><lastmod>${day}</lastmod></url>\n`)
    }
  }
  if (lines.length === 0) return undefined
  return `${XML_HEAD}<urlset xmlns="${SCHEMA}">\n${lines.join('')}</urlset>\n`
}
