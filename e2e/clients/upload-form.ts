type File = {
  readonly name: string
  readonly version: string
  readonly kind: 'wheel' | 'sdist'
  readonly filename: string
  /** SHA-256 in hex. */
  readonly sha256: string
}

/** The form that twine sends (the legacy upload API), as little of it as is needed. */
export function uploadForm(file: File, content: BlobPart): FormData {
  const form = new FormData()
  form.set(':action', 'file_upload')
  form.set('protocol_version', '1')
  form.set('metadata_version', '2.1')
  form.set('name', file.name)
  form.set('version', file.version)
  form.set('filetype', file.kind === 'wheel' ? 'bdist_wheel' : 'sdist')
  form.set('pyversion', file.kind === 'wheel' ? 'py3' : 'source')
  form.set('sha256_digest', file.sha256)
  form.set('content', new Blob([content]), file.filename)
  return form
}

/** The header of HTTP Basic that an API token is sent in. */
export function tokenCredentials(token: string): string {
  return `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`
}
