import { ProblemError } from '@wheelhouse/shared-types'
import { ultraNormalizeName } from '@wheelhouse/shared-types/python'
import type { Prisma } from '@wheelhouse/database'
import type { Db, Tx } from '../../infra/db/database.ts'

/** Case, separators and look-alikes folded, so that no two usernames read alike. */
export const foldUsername = (username: string): string => ultraNormalizeName(username)
export const foldAddress = (address: string): string => address.toLowerCase()

const withEmail = { emails: { where: { isPrimary: true } } } as const
export type UserWithEmail = Prisma.UserGetPayload<{ include: typeof withEmail }>

export async function findUserById(db: Db | Tx, id: string): Promise<UserWithEmail | undefined> {
  return (await db.user.findUnique({ where: { id }, include: withEmail })) ?? undefined
}

export async function findUserByUsername(
  db: Db | Tx,
  username: string,
): Promise<UserWithEmail | undefined> {
  const where = { usernameFolded: foldUsername(username) }
  const user = await db.user.findUnique({ where, include: withEmail })
  // Folding is for what may be taken; to be found, a name must be the same but for case.
  return user?.username.toLowerCase() === username.toLowerCase() ? user : undefined
}

/** As `findUserById`, the user's row locked until the transaction ends. */
export async function lockUser(tx: Tx, id: string): Promise<UserWithEmail | undefined> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`
  return findUserById(tx, id)
}

/** As `lockUser`, by name, for operators. @throws ProblemError `not_found` */
export async function lockUserByUsername(tx: Tx, username: string): Promise<UserWithEmail> {
  const found = await findUserByUsername(tx, username)
  const user = found && (await lockUser(tx, found.id))
  if (user === undefined) throw new ProblemError('not_found', `there is no user ${username}`)
  return user
}

/** The user of a username, or of an address when there is an `@` in it. */
export async function findUserByLogin(
  db: Db | Tx,
  login: string,
): Promise<UserWithEmail | undefined> {
  if (!login.includes('@')) return findUserByUsername(db, login)
  const email = await db.emailAddress.findUnique({
    where: { addressFolded: foldAddress(login) },
    include: { user: { include: withEmail } },
  })
  return email?.user
}

/** The hosted projects that nobody else owns. */
export function solelyOwnedBy(userId: string) {
  return {
    origin: 'hosted',
    roles: { some: { principalId: userId, role: 'owner' } },
    NOT: { roles: { some: { principalId: { not: userId }, role: 'owner' } } },
  } as const satisfies Prisma.ProjectWhereInput
}
