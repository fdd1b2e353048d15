import type { TokenAction } from '@wheelhouse/shared-types'
import type { TokenGrant } from '@wheelhouse/database'
import type { Tx } from '../../infra/db/database.ts'
import { hashTokenSecret, makeTokenSecret } from './token-secret.ts'
import { withGrants, type TokenWithGrants } from './tokens.present.ts'

export type TokenOrder = {
  userId: string
  name: string
  actions: readonly TokenAction[]
  /** Ids of the projects it is good for, or the whole account. */
  target: 'account' | readonly string[]
  at: Date
  expiresAt: Date | null
}

/** Writes a token with a grant for each action and target; its secret exists in the answer only. */
export async function issueToken(
  tx: Tx,
  { userId, name, actions, target, at, expiresAt }: TokenOrder,
): Promise<{ token: TokenWithGrants; secret: string }> {
  const secret = makeTokenSecret()
  const targets: readonly Pick<TokenGrant, 'target' | 'projectId'>[] =
    target === 'account'
      ? [{ target: 'account', projectId: null }]
      : target.map((projectId) => ({ target: 'project', projectId }))
  const grants = actions.flatMap((action) => targets.map((grant) => ({ action, ...grant })))
  const token = await tx.apiToken.create({
    data: {
      userId,
      name,
      liveName: name,
      secretHash: hashTokenSecret(secret),
      createdAt: at,
      expiresAt,
      grants: { create: grants },
    },
    include: withGrants,
  })
  return { token, secret }
}
