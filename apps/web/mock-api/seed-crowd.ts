import type { AccountRow, ProjectRow } from './db.ts'
import { makeProject, makeRelease, single, type SeedPeople } from './seed-rows.ts'

const FLEET = 300
/** Ordinary projects: what most pages show most of the time. */
const ORDINARY = [
  'parsley-config',
  'quiet-logger',
  'sundial',
  'tidewater',
  'umbrella-cli',
  'vellum',
]

/** Accounts that are there to be many, by number. */
export function seedCrowd(
  make: (number: number, username: string, parts: Partial<AccountRow>) => AccountRow,
): AccountRow[] {
  return Array.from({ length: 24 }, (_, index) =>
    make(30 + index, `hand-${String(index + 1).padStart(2, '0')}`, {}),
  )
}

/** What stands between the special cases, and the 300 projects of one person. */
export function seedCrowdProjects({ maintainer, prolific }: SeedPeople): ProjectRow[] {
  const ordinary = ORDINARY.map((name, index) =>
    makeProject({
      name,
      people: [{ accountId: maintainer, role: 'owner' }],
      releases: ['1.0', '1.1', '2.0'].map((version, step) =>
        makeRelease(name, { version, day: 330 + index * 10 + step }),
      ),
    }),
  )
  const fleet = Array.from({ length: FLEET }, (_, index) => {
    const name = `fleet-${String(index + 1).padStart(3, '0')}`
    return makeProject({
      name,
      people: [{ accountId: prolific, role: 'owner' }],
      releases: single(name, { readme: null, classifiers: [] }, index % 60),
    })
  })
  return [...ordinary, ...fleet]
}
