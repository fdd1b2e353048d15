import type { TokenAction } from '@wheelhouse/shared-types'
import type { TokenGrant } from '@wheelhouse/database'
import type { Tx } from '../../infra/db/database.ts'
import { hashTokenSecret, makeTokenSecret } from './token-secret.ts'
import { withGrants, type TokenWithGrants } from './tokens.present.ts'

/**
 * The whole account, or ids of projects and normalized names of projects that do not exist yet.
 */
export type TokenTarget =
  | 'account'
  | { readonly projectIds: readonly string[]; readonly newNames: readonly string[] }

export type TokenOrder = {
  userId: string
  name: string
  actions: readonly TokenAction[]
  target: TokenTarget
  /** In their normal spelling; empty: from anywhere. */
  networks?: readonly string[]
  at: Date
  expiresAt: Date | null
}

/** Writes a token with a grant for each action and target; its secret exists in the answer only. */
export async function issueToken(
  tx: Tx,
  { userId, name, actions, target, networks = [], at, expiresAt }: TokenOrder,
): Promise<{ token: TokenWithGrants; secret: string }> {
  const secret = makeTokenSecret()
  const targets: readonly Pick<TokenGrant, 'target' | 'projectId' | 'newName'>[] =
    target === 'account'
      ? [{ target: 'account', projectId: null, newName: null }]
      : [
          ...target.projectIds.map((projectId) => ({
            target: 'project' as const,
            projectId,
            newName: null,
          })),
          ...target.newNames.map((newName) => ({
            target: 'new_project' as const,
            projectId: null,
            newName,
          })),
        ]
  const grants = actions.flatMap((action) => targets.map((grant) => ({ action, ...grant })))
  const token = await tx.apiToken.create({
    data: {
      userId,
      name,
      liveName: name,
      secretHash: hashTokenSecret(secret),
      networks: [...networks],
      createdAt: at,
      expiresAt,
      grants: { create: grants },
    },
    include: withGrants,
  })
  return { token, secret }
}
