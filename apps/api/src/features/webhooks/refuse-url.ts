import { isIP } from 'node:net'
import { fieldError, validationFailed } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import { isAllowed, mayConnect } from '../../infra/outbound/outbound-rules.ts'

/**
 * Refuses an address of which it is plain beforehand that nothing will be sent to it. What a name
 * resolves to is looked at with every message.
 * @throws ProblemError `validation_failed` at `body/url`.
 */
export function refuseUrl({ OUTBOUND_ALLOW }: Pick<Config, 'OUTBOUND_ALLOW'>, text: string): void {
  const { protocol, hostname } = new URL(text)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isLiteral = isIP(host) !== 0
  if (isLiteral && !mayConnect(host, host, OUTBOUND_ALLOW)) {
    refuse(`must be a public address; ${host} is not one`)
  }
  if (protocol === 'https:' || isAllowed(host, host, OUTBOUND_ALLOW)) return
  // A name may resolve to a network that the operator allowed.
  if (isLiteral || OUTBOUND_ALLOW.networks.length === 0) refuse('must begin with https://')
}

function refuse(detail: string): never {
  throw validationFailed([fieldError('body/url', 'webhook_url_refused', detail)])
}
