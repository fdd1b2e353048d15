import { ExternalLink } from '../../ui/link.tsx'

/** An address from a release's metadata: a link if it leads to a web page, else its text. */
export function SafeLink({ url, children }: { url: string; children?: string }) {
  const protocol = URL.parse(url)?.protocol
  if (protocol !== 'https:' && protocol !== 'http:') {
    return <span>{children === undefined ? url : `${children}: ${url}`}</span>
  }
  return (
    <ExternalLink href={url} dir="auto">
      {children ?? url}
    </ExternalLink>
  )
}
