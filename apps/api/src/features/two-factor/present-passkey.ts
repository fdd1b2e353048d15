import type { Passkey as Row } from '@wheelhouse/database'
import type { Passkey } from '@wheelhouse/shared-types'

/** A passkey as its owner sees it. */
export function presentPasskey({ id, name, synced, createdAt, lastUsedAt }: Row): Passkey {
  return {
    id,
    name,
    synced,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
