import type { Tx } from '../../infra/db/database.ts'

/**
 * Gives a project that was just made to the tokens that its maker had for its name. Tokens of others
 * for the same name get nothing.
 */
export async function adoptGrants(
  tx: Tx,
  userId: string,
  project: { id: string; normalizedName: string },
): Promise<void> {
  await tx.tokenGrant.updateMany({
    where: { target: 'new_project', newName: project.normalizedName, token: { userId } },
    data: { target: 'project', newName: null, projectId: project.id },
  })
}
