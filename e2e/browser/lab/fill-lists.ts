import { createDb, findByUsername, type MockDb } from '@wheelhouse/web/mock-api/db'
import { seed } from '@wheelhouse/web/mock-api/seed'

const FILES = 2000
const PEOPLE = 300
const OWN = 300
const DEPENDENCIES = 600

/** The mock's seed, and lists as long as they get: beyond what is bounded to fewer rows. */
export function fillLists(): MockDb {
  const db = createDb(seed)
  const project = (wanted: string) => db.projects.find(({ name }) => name === wanted)!
  const [release] = project('forty-files').releases
  const few = release!.files
  release!.files = many(FILES, (index) => {
    const file = few[index % few.length]!
    const build = 1 + Math.floor(index / few.length)
    return { ...file, filename: file.filename.replace('-1.0.0', `-1.0.0.post${build}`) }
  })
  project('sixty-dependencies').releases[0]!.requiresDist = many(
    DEPENDENCIES,
    (index) => `need-${index}>=${index % 9}${index % 3 === 0 ? '; python_version < "3.11"' : ''}`,
  )

  const someone = db.accounts[0]!
  const crowd = many(PEOPLE, (index) => {
    const username = `many-${index}`
    const ids = { id: crypto.randomUUID(), emailId: crypto.randomUUID() }
    return { ...someone, ...ids, username, email: `${username}@example.org`, otherEmails: [] }
  })
  db.accounts.push(...crowd)
  project('tiny').people.push(
    ...crowd.map(({ id }) => ({ accountId: id, role: 'maintainer' as const })),
  )

  const { id: owner } = findByUsername(db, 'owner')!
  const at = db.now().toISOString()
  const own = { accountId: owner, createdAt: at }
  db.tokens.push(
    ...many(OWN, (index) => ({
      ...own,
      id: crypto.randomUUID(),
      name: `token ${index}`,
      secret: `secret ${index}`,
      scope: { kind: 'account' as const },
      networks: [],
      leak: null,
      actions: ['upload' as const],
      expiresAt: null,
      lastUsedAt: at,
    })),
  )
  db.sessions.push(
    ...many(OWN, (index) => ({
      ...own,
      id: crypto.randomUUID(),
      sid: `session ${index}`,
      userAgent: null,
      remember: true,
      seenAt: at,
    })),
  )
  return db
}

const many = <Row>(count: number, make: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => make(index))
