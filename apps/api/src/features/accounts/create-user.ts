import type { Tx } from '../../infra/db/database.ts'
import { foldAddress, foldUsername } from './accounts.queries.ts'

/** Writes a user with their primary address and principal; uniqueness is the database's. */
export async function createUser(
  tx: Tx,
  user: {
    username: string
    name: string
    email: string
    passwordHash: string | null
    at: Date
    verified?: boolean
    admin?: boolean
  },
): Promise<{ userId: string; emailId: string }> {
  const { id: userId } = await tx.principal.create({ data: { kind: 'user' } })
  await tx.user.create({
    data: {
      id: userId,
      username: user.username,
      usernameFolded: foldUsername(user.username),
      name: user.name,
      passwordHash: user.passwordHash,
      passwordChangedAt: user.at,
      isAdmin: user.admin ?? false,
      createdAt: user.at,
    },
  })
  const { id: emailId } = await tx.emailAddress.create({
    data: {
      userId,
      address: user.email,
      addressFolded: foldAddress(user.email),
      verifiedAt: user.verified === true ? user.at : null,
      createdAt: user.at,
    },
  })
  return { userId, emailId }
}
