import { escapeXml, XML_HEAD } from '../../http/xml.ts'

export type FeedItem = {
  readonly title: string
  readonly link: string
  readonly description: string
  /** Addresses by commas, where RSS wants an author's. */
  readonly author: string | undefined
  readonly date: Date
}

export type Feed = {
  readonly title: string
  readonly link: string
  readonly description: string
  /** Its own address. */
  readonly self: string
  readonly items: readonly FeedItem[]
}

/** RSS 2.0 with the link to itself that readers of feeds want. */
export function renderFeed({ title, link, description, self, items }: Feed): string {
  return `${XML_HEAD}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escapeXml(title)}</title>
    <link>${escapeXml(link)}</link>
    <description>${escapeXml(description)}</description>
    <language>en</language>
    <atom:link href="${escapeXml(self)}" rel="self" type="application/rss+xml"/>
${items.map(renderItem).join('')}  </channel>
</rss>
`
}

function renderItem({ title, link, description, author, date }: FeedItem): string {
  const authorLine = author === undefined ? '' : `      <author>${escapeXml(author)}</author>\n`
  return `    <item>
      <title>${escapeXml(title)}</title>
      <link>${escapeXml(link)}</link>
      <guid>${escapeXml(link)}</guid>
      <description>${escapeXml(description)}</description>
${authorLine}      <pubDate>${date.toUTCString()}</pubDate>
    </item>
`
}
