import { splitProjectUrl, type CoreMetadata } from '../../packaging/core-metadata.ts'

export type ProjectLinks = { label: string; url: string }[]

/** Links of stored metadata, the deprecated single fields last and only if they add one. */
export function projectLinks(stored: unknown): ProjectLinks {
  const metadata = stored as Omit<CoreMetadata, 'raw' | 'description'>
  const urls = metadata.projectUrls.flatMap((text) => {
    const split = splitProjectUrl(text)
    return split === undefined ? [] : [{ label: split.label, url: split.url }]
  })
  const single = [
    { label: 'Homepage', url: metadata.homePage },
    { label: 'Download', url: metadata.downloadUrl },
  ]
  for (const { label, url } of single) {
    if (url !== undefined && !urls.some((known) => known.url === url)) urls.push({ label, url })
  }
  return urls.filter(({ url }) => /^https?:\/\//i.test(url))
}
