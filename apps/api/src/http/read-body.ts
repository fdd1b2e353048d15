import { ProblemError } from '@wheelhouse/shared-types'
import type { Request } from 'express'
import { hasBody } from './same-origin.ts'

/**
 * The text of a body of at most `limit` bytes. What is over the limit is refused as soon as that is
 * known, and not read on. Bodies come as UTF-8 and unpacked.
 * @throws ProblemError `body_too_large`, `media_type` or `malformed_request`.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  refuseCodings(request)
  if (!hasBody(request)) return ''
  return toText(await readBytes(request, limit))
}

function refuseCodings(request: Request): void {
  const coding = request.get('content-encoding') ?? 'identity'
  const charset =
    /;\s*charset="?([^\s;"]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8'
  if (coding.toLowerCase() === 'identity' && charset.toLowerCase() === 'utf-8') return
  throw new ProblemError('media_type', 'Send the body as UTF-8, without a Content-Encoding')
}

async function readBytes(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = () => new ProblemError('body_too_large', 'The request body is too large')
  if (Number(request.get('content-length') ?? 0) > limit) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  try {
    // That nobody reads on must not end the connection: the refusal goes out on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length
      if (size > limit) throw tooLarge()
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError('malformed_request', 'The body was cut off', { cause: error })
  }
  return Buffer.concat(chunks)
}

function toText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new ProblemError('malformed_request', 'The body is not valid UTF-8', { cause: error })
  }
}
