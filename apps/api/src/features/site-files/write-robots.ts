import type { Config } from '../../config.ts'

/** What machines read, pages of one person, and searches without end. */
const NOT_FOR_CRAWLERS = [
  '/simple/',
  '/packages/',
  '/legacy/',
  '/api/',
  '/pypi/*/json',
  '/pypi?',
  '/pypi/?',
  '/integrity/',
  '/search',
  '/account',
]

/** `/robots.txt` (RFC 9309). A private index, and one on somebody's own machine, wants no crawlers. */
export function writeRobots({
  PUBLIC_URL,
  PRIVATE_INDEX,
  isLocal,
}: Pick<Config, 'PUBLIC_URL' | 'PRIVATE_INDEX' | 'isLocal'>): string {
  if (PRIVATE_INDEX || isLocal) return 'User-agent: *\nDisallow: /\n'
  const rules = NOT_FOR_CRAWLERS.map((path) => `Disallow: ${path}\n`).join('')
  return `User-agent: *\n${rules}\nSitemap: ${PUBLIC_URL}/sitemap.xml\n`
}
