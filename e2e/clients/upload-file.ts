import { readFile } from 'node:fs/promises'
import type { Distribution } from './make-distributions.ts'

type Door = { uploadUrl: string; token: string }

/**
 * Sends a file as twine does, without the start of a process for each. Resolves only when the index
 * has acknowledged it; throws an Error with the reason, or with what happened to the connection.
 */
export async function uploadFile({ uploadUrl, token }: Door, file: Distribution): Promise<void> {
  const form = new FormData()
  form.set(':action', 'file_upload')
  form.set('protocol_version', '1')
  form.set('metadata_version', '2.1')
  form.set('name', file.name)
  form.set('version', file.version)
  form.set('filetype', file.kind === 'wheel' ? 'bdist_wheel' : 'sdist')
  form.set('pyversion', file.kind === 'wheel' ? 'py3' : 'source')
  form.set('sha256_digest', file.sha256)
  form.set('content', new Blob([await readFile(file.path)]), file.filename)
  const credentials = Buffer.from(`__token__:${token}`).toString('base64')
  const response = await fetch(uploadUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: form,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${file.filename}: ${text}`)
}
