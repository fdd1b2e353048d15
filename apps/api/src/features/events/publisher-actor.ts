import type { PublishedBy, PublisherKind } from '@wheelhouse/shared-types'
import type { Actor } from './record-event.ts'

const PLACES: Readonly<Record<PublisherKind, string | undefined>> = {
  github: 'GitHub',
  gitlab: undefined,
  google: 'Google',
  activestate: 'ActiveState',
  oidc: undefined,
}

/** A trusted publisher as it stands in a history: `octo/demo (GitHub)`. */
export function publisherActor(publisherId: string, { kind, issuer, name }: PublishedBy): Actor {
  const place = PLACES[kind] ?? new URL(issuer).host
  return { kind: 'publisher', id: publisherId, name: `${name} (${place})` }
}
