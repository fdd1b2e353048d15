import { createHash } from 'node:crypto'

/** A file as its project's page lists it. */
export type ListedFile = {
  filename: string
  url: string
  size: number
  sha256: string
  /** SHA-256 of the core metadata that is served beside it. */
  metadataSha256: string | undefined
}

type JsonPage = {
  files: {
    filename: string
    url: string
    size: number
    hashes: { sha256: string }
    'core-metadata': { sha256: string } | false
  }[]
}

/** What the simple page of a project lists (PEP 691); empty where there is no such project. */
export async function readProject(indexUrl: string, name: string): Promise<ListedFile[]> {
  const headers = { accept: 'application/vnd.pypi.simple.v1+json' }
  const response = await fetch(`${indexUrl}${name}/`, { headers })
  const text = await response.text()
  if (response.status === 404) return []
  if (!response.ok) throw new Error(`${name}: ${response.status} ${text}`)
  return (JSON.parse(text) as JsonPage).files.map((file) => ({
    filename: file.filename,
    url: file.url,
    size: file.size,
    sha256: file.hashes.sha256,
    metadataSha256: file['core-metadata'] ? file['core-metadata'].sha256 : undefined,
  }))
}

/** Size and SHA-256 of what an address serves. Throws unless that is a 200. */
export async function readServed(url: string): Promise<{ size: number; sha256: string }> {
  const response = await fetch(url)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`)
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
