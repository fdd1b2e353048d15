/** Where an object store is, as `STORAGE_URL` says it. */
export type S3Place = {
  readonly bucket: string
  /** Empty, or with a slash at its end. */
  readonly prefix: string
  /** Of stores that are not Amazon's. */
  readonly endpoint: string | undefined
  readonly region: string | undefined
}

const PARAMETERS = new Set(['endpoint', 'region'])

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…`.
 * @throws Error that says what is wrong, to stand behind the variable's name.
 */
export function parseS3Url(text: string): S3Place {
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw new Error('holds credentials: put them into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  }
  for (const name of url.searchParams.keys()) {
    if (!PARAMETERS.has(name)) throw new Error(`knows endpoint and region, not ${name}`)
  }
  const endpoint = url.searchParams.get('endpoint') ?? undefined
  if (url.hostname === '' || url.port !== '') throw new Error('needs a bucket: s3://bucket/prefix')
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new Error('needs an http or https address as its endpoint')
  }
  const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  return {
    bucket: url.hostname,
    prefix: path === '' ? '' : `${path}/`,
    endpoint,
    region: url.searchParams.get('region') ?? undefined,
  }
}
