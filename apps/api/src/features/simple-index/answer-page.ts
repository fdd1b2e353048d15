import type { IncomingMessage, ServerResponse } from 'node:http'
import { PUBLIC_CACHE, READ_HEADERS } from '../../http/read-api.ts'
import { sendVariant } from '../../http/variants.ts'
import { negotiateForm } from './negotiate.ts'
import type { CachedPage } from './page-cache.ts'

/**
 * Ends a request for a simple page: negotiated form and coding, 304 when the client has it. Works on
 * bare `node:http` objects, because the hot path answers before Express is called; Express gives the
 * same answer through it. `more` are headers that depend on the installation and on the caller.
 */
export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  format?: string | null,
  more?: Readonly<Record<string, string>>,
): void {
  const { form, contentType } = negotiateForm(request, format)
  sendVariant(request, response, page.variants[form], contentType, {
    ...READ_HEADERS,
    'Cache-Control': PUBLIC_CACHE,
    'X-PyPI-Last-Serial': page.serial.toString(),
    ...more,
  })
}
