import { emptyTables, type AccountRow, type MockTables } from './db.ts'
import type { FactorRow } from './factors.ts'
import type { RoleInvitationRow } from './people.ts'
import { seedCrowd } from './seed-crowd.ts'
import { seedProjectEvents } from './seed-project-events.ts'
import { seedProjects } from './seed-projects.ts'
import { seedPendingPublishers } from './seed-publishers.ts'

/** The password of every seeded account. */
export const SEED_PASSWORD = 'correct horse battery staple'
/** The secret of the authentication app of `secured`, Base32. */
export const SEED_TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
/** The passkey of `keyholder`, base64url. */
export const VIRTUAL_PASSKEY = 'dmlydHVhbC1rZXk'

/** UUIDs that are the same in every run. */
const seedId = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

function seedAccount(number: number, username: string, parts: Partial<AccountRow>): AccountRow {
  return {
    id: seedId(number),
    username,
    name: '',
    email: `${username}@example.org`,
    emailVerified: true,
    emailId: seedId(200 + number),
    otherEmails: [],
    publicEmail: null,
    admin: false,
    disabled: false,
    password: SEED_PASSWORD,
    createdAt: '2024-01-10T08:00:00.000Z',
    ...parts,
  }
}

/** An authentication app whose secret is known, and recovery codes of which few are left. */
function seedFactors({ id, createdAt }: AccountRow): FactorRow {
  return {
    accountId: id,
    authenticator: { secret: SEED_TOTP_SECRET, lastStep: 0, createdAt, lastUsedAt: null },
    passkeys: [],
    recoveryCodes: ['a', 'b', 'c'].map((letter) => ({
      code: Array.from({ length: 4 }, () => letter.repeat(6)).join('-'),
      createdAt,
      usedAt: letter === 'a' ? createdAt : null,
    })),
    codesConfirmed: true,
    deviceEpoch: 0,
    passwordShort: false,
  }
}

/** A passkey that the virtual authenticator of the panel has, or one that nobody has. */
function seedPasskey(
  number: number,
  credentialId: string,
  createdAt: string,
): FactorRow['passkeys'][0] {
  const id = seedId(400 + number)
  return { id, name: 'Laptop', synced: true, createdAt, lastUsedAt: null, credentialId, counter: 0 }
}

/** Two that can be answered, whenever the mock is looked at, and one that came to nothing. */
function seedInvitations(person: AccountRow, owner: AccountRow): RoleInvitationRow[] {
  const invitation = (number: number, parts: Partial<RoleInvitationRow>): RoleInvitationRow => ({
    id: seedId(500 + number),
    project: 'tiny',
    accountId: person.id,
    role: 'maintainer',
    invitedBy: owner.username,
    createdAt: '2025-11-20T09:00:00.000Z',
    expiresAt: '2099-01-01T00:00:00.000Z',
    answer: null,
    ...parts,
  })
  return [
    invitation(1, {}),
    invitation(2, { project: 'many-releases', role: 'owner' }),
    invitation(3, { project: 'all-yanked', expiresAt: '2025-11-27T09:00:00.000Z' }),
  ]
}

let made: string | undefined

/**
 * The mock's world at its first start: people, some 40 special projects, 300 more; always the same.
 * Made once and read from its text after that, which takes a tenth of the time: tests ask often.
 */
export function seed(): MockTables {
  made ??= JSON.stringify(makeSeed())
  return JSON.parse(made) as MockTables
}

/** The seed, made anew. */
export function makeSeed(): MockTables {
  const owner = seedAccount(1, 'owner', { name: 'Olive Owner' })
  const maintainer = seedAccount(2, 'maintainer', { name: 'Milo Maintainer' })
  const secured = seedAccount(5, 'secured', { name: 'Seth Secured' })
  const prolific = seedAccount(6, 'prolific', { name: 'Petra Prolific' })
  const keyholder = seedAccount(7, 'keyholder', { name: 'Kay Keyholder' })
  const stranded = seedAccount(8, 'stranded', { name: 'Stan Stranded' })
  const invited = seedAccount(12, 'invited', { name: 'Ines Invited' })
  const publisher = seedAccount(13, 'publisher', { name: 'Piper Publisher' })
  const crowd = seedCrowd(seedAccount)
  const { createdAt } = owner
  const projects = seedProjects({
    owner: owner.id,
    maintainer: maintainer.id,
    prolific: prolific.id,
    publisher: publisher.id,
    crowd: crowd.map(({ id }) => id),
  })
  return {
    ...emptyTables(),
    factors: [
      seedFactors(secured),
      {
        ...seedFactors(keyholder),
        authenticator: null,
        passkeys: [seedPasskey(1, VIRTUAL_PASSKEY, createdAt)],
      },
      {
        ...seedFactors(stranded),
        authenticator: null,
        passkeys: [seedPasskey(2, 'bG9zdC1rZXk', createdAt)],
      },
    ],
    accounts: [
      owner,
      maintainer,
      seedAccount(3, 'unverified', { name: 'Una Verified', emailVerified: false }),
      seedAccount(4, 'disabled', { disabled: true }),
      secured,
      prolific,
      keyholder,
      stranded,
      seedAccount(9, 'admin', { name: 'Ada Admin', admin: true }),
      seedAccount(10, 'breached', { name: 'Bree Breached', breached: true }),
      seedAccount(11, 'bounced', {
        name: 'Bo Unced',
        emailVerified: false,
        emailBounce: 'hard',
        emailWasVerified: true,
      }),
      invited,
      publisher,
      ...crowd,
    ],
    roleInvitations: seedInvitations(invited, owner),
    projects,
    projectEvents: seedProjectEvents(projects),
    pendingPublishers: seedPendingPublishers(publisher.id),
    tokens: [
      {
        id: seedId(100),
        accountId: owner.id,
        secret: 'not-a-usable-secret',
        name: 'Release workflow',
        scope: { kind: 'projects', projects: ['tiny'], newProjects: [] },
        networks: [],
        leak: null,
        actions: ['upload', 'read'],
        createdAt: '2025-03-01T12:00:00.000Z',
        expiresAt: null,
        lastUsedAt: '2025-11-20T07:15:00.000Z',
      },
    ],
  }
}
