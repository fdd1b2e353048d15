import {
  UPLOAD_MEDIA_TYPE,
  type checkUpload,
  type EndpointResult,
  type uploadFile,
} from '@wheelhouse/shared-types'
import { queryString, readRefusal } from '../../api/client.ts'
import { UiError } from '../../api/ui-error.ts'

type FileEndpoint = typeof checkUpload | typeof uploadFile

/**
 * Sends a file, byte for byte, and gives the answer. By XMLHttpRequest: `fetch` tells nothing of how
 * far a body is. `onProgress` is told the share that is sent, 0 to 1.
 * @throws UiError as `call` does.
 * @throws DOMException `AbortError` when `signal` is aborted.
 */
export function sendFile<E extends FileEndpoint>(
  endpoint: E,
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<EndpointResult<E>> {
  return new Promise((resolve, reject) => {
    const aborted = () => new DOMException('the upload was cancelled', 'AbortError')
    if (signal.aborted) {
      reject(aborted())
      return
    }
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    signal.addEventListener('abort', abort)
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort))
    request.addEventListener('abort', () => reject(aborted()))
    request.addEventListener('error', () =>
      reject(new UiError('network', `${endpoint.id}: no answer`)),
    )
    request.addEventListener('load', () => {
      read<EndpointResult<E>>(request).then(resolve, reject)
    })
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total)
    })
    request.upload.addEventListener('load', () => onProgress(1))
    const address = endpoint.path + queryString({ filename: file.name })
    request.open(endpoint.method, new URL(address, location.origin))
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Content-Type', UPLOAD_MEDIA_TYPE)
    request.send(file)
  })
}

async function read<Result>(request: XMLHttpRequest): Promise<Result> {
  const { status, responseText } = request
  if (status < 200 || status > 299) {
    const headers = new Headers()
    for (const name of ['content-type', 'retry-after']) {
      const value = request.getResponseHeader(name)
      if (value !== null) headers.set(name, value)
    }
    throw await readRefusal(new Response(responseText, { status, headers }))
  }
  try {
    return JSON.parse(responseText) as Result
  } catch (cause) {
    throw new UiError('unexpected', 'the answer is not JSON', { status, cause })
  }
}
