import { readFile } from 'node:fs/promises'
import type { Distribution } from './make-distributions.ts'
import { tokenCredentials, uploadForm } from './upload-form.ts'

type Door = { uploadUrl: string; token: string }

/**
 * Sends a file as twine does, without the start of a process for each. Resolves only when the index
 * has acknowledged it; throws an Error with the reason, or with what happened to the connection.
 */
export async function uploadFile({ uploadUrl, token }: Door, file: Distribution): Promise<void> {
  const response = await fetch(uploadUrl, {
    method: 'POST',
    headers: { authorization: tokenCredentials(token) },
    body: uploadForm(file, await readFile(file.path)),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${file.filename}: ${text}`)
}
