import type { RecordedRequest } from './recording-proxy.ts'

export type RequestKinds = {
  page: number
  pageUnchanged: number
  redirect: number
  metadata: number
  file: number
  fileUnchanged: number
  range: number
  head: number
  refused: number
  other: number
}

const LABELS: Record<keyof RequestKinds, string> = {
  page: 'pages',
  pageUnchanged: 'pages 304',
  redirect: 'redirects',
  metadata: 'metadata',
  file: 'files',
  fileUnchanged: 'files 304',
  range: 'ranges 206',
  head: 'HEAD',
  refused: '4xx',
  other: 'other',
}

/** What a client asked for, counted. */
export function countKinds(requests: readonly RecordedRequest[]): RequestKinds {
  const names = Object.keys(LABELS) as (keyof RequestKinds)[]
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as RequestKinds
  for (const request of requests) counts[kindOf(request)] += 1
  return counts
}

function kindOf({ method, path, status }: RecordedRequest): keyof RequestKinds {
  const isPage = path.startsWith('/simple/')
  if (status >= 400) return 'refused'
  if (status === 206) return 'range'
  if (status === 304) return isPage ? 'pageUnchanged' : 'fileUnchanged'
  if (status >= 300) return 'redirect'
  if (method === 'HEAD') return 'head'
  if (isPage) return 'page'
  if (path.endsWith('.metadata')) return 'metadata'
  return path.startsWith('/packages/') ? 'file' : 'other'
}

/** `12 pages, 3 files`, or `nothing`. */
export function describeKinds(kinds: RequestKinds): string {
  const parts = (Object.keys(LABELS) as (keyof RequestKinds)[])
    .filter((name) => kinds[name] > 0)
    .map((name) => `${kinds[name]} ${LABELS[name]}`)
  return parts.join(', ') || 'nothing'
}
