/** One kind of request that all servers are measured with. */
export type Work = {
  readonly id: string
  readonly title: string
  /** A project, or `file` for the one of 1 MB. */
  readonly of: Page | 'file'
  readonly form: 'html' | 'json'
  readonly coding: 'identity' | 'gzip'
  /** Asked with the ETag of what is there: the answer is 304. */
  readonly conditional: boolean
}

export const PAGES = { 'hot-3': 3, 'hot-150': 150, 'hot-3000': 3_000, 'hot-5000': 5_000 } as const
export type Page = keyof typeof PAGES

export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json'

const base = { form: 'html', coding: 'identity', conditional: false } as const

export const WORKS: readonly Work[] = [
  { ...base, id: 'small', of: 'hot-3', title: 'small page (3 files)' },
  { ...base, id: 'medium', of: 'hot-150', title: 'medium page (150 files)' },
  { ...base, id: 'large', of: 'hot-3000', title: 'large page (3,000 files)' },
  { ...base, id: 'large-gzip', of: 'hot-3000', coding: 'gzip', title: 'large page, gzip' },
  { ...base, id: '304', of: 'hot-3', conditional: true, title: '304 on If-None-Match' },
  { ...base, id: 'json-small', of: 'hot-3', form: 'json', title: 'small page, JSON' },
  { ...base, id: 'json-medium', of: 'hot-150', form: 'json', title: 'medium page, JSON' },
  { ...base, id: 'json-large', of: 'hot-3000', form: 'json', title: 'large page, JSON' },
  {
    ...base,
    id: 'json-large-gzip',
    of: 'hot-3000',
    form: 'json',
    coding: 'gzip',
    title: 'large page, JSON, gzip',
  },
  { ...base, id: 'huge', of: 'hot-5000', title: 'page of 5,000 files' },
  { ...base, id: 'file', of: 'file', title: 'file of 1 MB' },
]

/** What a client of this work sends, without the condition. */
export function headersOf({ form, coding }: Work): Record<string, string> {
  return {
    // As curl and wget have it: one of the peers does not answer without.
    accept: form === 'json' ? JSON_TYPE : '*/*',
    ...(coding === 'gzip' ? { 'accept-encoding': 'gzip' } : {}),
  }
}
