import type { CallerGrant, TokenCaller } from '../../http/caller.ts'
import type { Db, Tx } from '../../infra/db/database.ts'

/**
 * The token as it is now, for a project that stands where the token has a grant for a new one: the
 * project may have been made, and the grant become one for it, after the token was read.
 */
export async function followAdoptedGrants(
  db: Db | Tx,
  token: TokenCaller,
  project: { readonly normalizedName: string },
): Promise<TokenCaller> {
  if (!token.grants.some((grant) => grant.newName === project.normalizedName)) return token
  const grants: CallerGrant[] = await db.tokenGrant.findMany({
    where: { tokenId: token.tokenId },
    select: { action: true, target: true, projectId: true, newName: true },
  })
  return { ...token, grants }
}
