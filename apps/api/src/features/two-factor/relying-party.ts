import type { Config } from '../../config.ts'
import { ownOrigins } from '../../http/same-origin.ts'

/**
 * Whom passkeys are made for (WebAuthn, section 5.1.2: the RP ID), and the origins that may use
 * them. An address of numbers can have none, so that an installation on a laptop is `localhost`.
 */
export function relyingParty(config: Config): { id: string; origins: string[] } {
  const id = config.isLocal ? 'localhost' : new URL(config.PUBLIC_URL).hostname
  return { id, origins: [...ownOrigins(config)] }
}
